/* option_value: options whose value is judged before it is noted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/line/option.h"

/* Each notes one option, whose value is NULL when none was given. */
option_set_fn option_set_auto;
option_set_fn option_set_lang;
option_set_fn option_set_actors;
option_set_fn option_set_theme;
option_set_fn option_set_to;
option_set_fn option_set_save;
option_set_fn option_set_inject;
option_set_fn option_set_host;
option_set_fn option_set_share;
option_set_fn option_set_share_talk;
option_set_fn option_set_broker;
option_set_fn option_set_page;
option_set_fn option_set_pid;
option_set_fn option_set_step;
option_set_fn option_set_seed;
option_set_fn option_set_id;
option_set_fn option_set_jobs;
option_set_fn option_set_timeout;
option_set_fn option_set_shard;
