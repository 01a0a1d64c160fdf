/* run: what each sub-command does.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/line/arguments.h"

/* Does the command with its `count` words, which it may change. Returns the
 * exit status; where that is not STATUS_DONE, `err` may say why. */
typedef int command_run_fn(const struct options *options, char **words,
			   int count, struct err *err);

command_run_fn run_menu;
command_run_fn run_list;
command_run_fn run_run;
command_run_fn run_read;
command_run_fn run_recall;
command_run_fn run_shell;
command_run_fn run_trace;
command_run_fn run_exercises;
command_run_fn run_start;
command_run_fn run_check;
command_run_fn run_present;
command_run_fn run_follow;
command_run_fn run_notes;
command_run_fn run_replay;
command_run_fn run_export;
command_run_fn run_watch;
command_run_fn run_grade;
command_run_fn run_new;
command_run_fn run_lint;
command_run_fn run_doctor;
command_run_fn run_progress;
command_run_fn run_class;
command_run_fn run_config;
command_run_fn run_complete;
command_run_fn run_help;
