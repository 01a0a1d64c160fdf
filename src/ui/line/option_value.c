/* option_value: options whose value is judged before it is noted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value that cannot be meant is refused here, where the option's name is
 * known, and not when it is used: a typing error costs no lab. What is a
 * switch or any text has no function, only a place in the table.
 */
#include "ui/line/option_value.h"

#include "base/sentence.h"
#include "show/canvas/style.h"
#include "ui/file/save.h"
#include "ui/line/actors.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Digits and nothing else: no sign, no blank, no exponent. */
static bool is_whole(const char *text)
{
	return text[0] && !text[strspn(text, "0123456789")];
}

bool option_set_auto(struct options *options, const char *value,
		     struct err *err)
{
	options->automatic = true;
	if (!value)
		return true;
	char *end;
	options->seconds = strtod(value, &end);
	bool is_decimal = !value[strspn(value, "0123456789.")];
	if (is_decimal && !*end && end != value && options->seconds <= 3600)
		return true;
	return FAILURE(err, "usage-auto", SLOT_TEXT("value", value));
}

bool option_set_lang(struct options *options, const char *value,
		     struct err *err)
{
	options->has_language = true;
	options->language =
		!strcmp(value, "python") ? NOTATION_PYTHON : NOTATION_C;
	if (options->language == NOTATION_PYTHON || !strcmp(value, "c"))
		return true;
	return FAILURE(err, "usage-lang", SLOT_TEXT("value", value));
}

bool option_set_actors(struct options *options, const char *value,
		       struct err *err)
{
	struct actor_spec actors[ACTORS_MOST];
	AUTO_FREE char *names = xstrdup(value);
	options->actors = value;
	return actors_cut(names, actors, err) || err_wrap(err, "--actors");
}

bool option_set_theme(struct options *options, const char *value,
		      struct err *err)
{
	options->has_theme = true;
	return style_choose(value, err) || err_wrap(err, "--theme");
}

bool option_set_to(struct options *options, const char *value, struct err *err)
{
	errno = 0;
	options->to_step = strtoul(value, NULL, 10);
	if (!errno && is_whole(value) && options->to_step)
		return true;
	return FAILURE(err, "usage-to", SLOT_TEXT("value", value));
}

bool option_set_save(struct options *options, const char *value,
		     struct err *err)
{
	if (options->save_count == OPTIONS_SAVES_MOST)
		return FAILURE(err, "usage-save-most",
			       SLOT_NUMBER("most", OPTIONS_SAVES_MOST));
	options->saves[options->save_count++] = value;
	return (save_check(value, err) && save_check_folder(value, err)) ||
	       err_wrap(err, "--save");
}

bool option_set_inject(struct options *options, const char *value,
		       struct err *err)
{
	if (options->fault_count == OPTIONS_FAULTS_MOST)
		return FAILURE(err, "usage-inject-most",
			       SLOT_NUMBER("most", OPTIONS_FAULTS_MOST));
	options->faults[options->fault_count++] = value;
	return true;
}

bool option_set_host(struct options *options, const char *value,
		     struct err *err)
{
	if (options->host_count == OPTIONS_HOSTS_MOST)
		return FAILURE(err, "usage-host-most",
			       SLOT_NUMBER("most", OPTIONS_HOSTS_MOST));
	options->hosts[options->host_count++] = value;
	return true;
}

bool option_set_share(struct options *options, const char *value,
		      struct err *err)
{
	if (options->shared_count == OPTIONS_SHARED_MOST)
		return FAILURE(err, "usage-share-most",
			       SLOT_NUMBER("most", OPTIONS_SHARED_MOST));
	// The lab finds it by this path, and programs do.
	if (value[0] != '/')
		return FAILURE(err, "usage-share-path",
			       SLOT_TEXT("value", value));
	if (access(value, F_OK) < 0)
		return FAILURE(err, "usage-share-error",
			       SLOT_TEXT("value", value),
			       SLOT_TEXT("error", strerror(errno)));
	options->shared[options->shared_count++] = value;
	return true;
}

/* A path is a socket for the lab, as elsewhere. */
bool option_set_share_talk(struct options *options, const char *value,
			   struct err *err)
{
	if (value && value[0] == '/')
		return option_set_share(options, value, err);
	options->share_at = value;
	return options->shares = true;
}

bool option_set_broker(struct options *options, const char *value,
		       struct err *err)
{
	(void)err;
	options->broker = value;
	return options->shares = true;
}

bool option_set_page(struct options *options, const char *value,
		     struct err *err)
{
	struct str address = str_from(value);
	options->page = value;
	return str_has_prefix(address, "https://") ||
	       str_has_prefix(address, "http://") ||
	       FAILURE(err, "usage-page-address", SLOT_TEXT("value", value));
}

bool option_set_pid(struct options *options, const char *value, struct err *err)
{
	errno = 0;
	long pid = strtol(value, NULL, 10);
	options->pid = (int)pid;
	if (!errno && is_whole(value) && pid > 0 && pid <= INT_MAX)
		return true;
	return FAILURE(err, "usage-pid", SLOT_TEXT("value", value));
}

bool option_set_step(struct options *options, const char *value,
		     struct err *err)
{
	(void)err;
	options->step_check = value;
	return options->step = true;
}

/* JSON has no larger numbers that every reader takes. */
bool option_set_seed(struct options *options, const char *value,
		     struct err *err)
{
	errno = 0;
	options->seed = strtoull(value, NULL, 10);
	options->has_seed = true;
	if (!errno && is_whole(value) && options->seed < UINT64_C(1) << 53)
		return true;
	return FAILURE(err, "usage-seed", SLOT_TEXT("value", value));
}

bool option_set_id(struct options *options, const char *value, struct err *err)
{
	if (options->only_count == OPTIONS_ONLY_MOST)
		return FAILURE(err, "usage-only-most",
			       SLOT_NUMBER("most", OPTIONS_ONLY_MOST));
	options->only_list[options->only_count++] = value;
	return true;
}

/* A whole number from 1 to `most`; 0 for what is none. */
static unsigned read_count(const char *text, unsigned most, char **end)
{
	errno = 0;
	unsigned long count = strtoul(text, end, 10);
	bool is_good =
		!errno && text[0] >= '0' && text[0] <= '9' && count <= most;
	return is_good ? (unsigned)count : 0;
}

bool option_set_jobs(struct options *options, const char *value,
		     struct err *err)
{
	char *end;
	options->jobs = read_count(value, 256, &end);
	return (options->jobs && !*end) ||
	       FAILURE(err, "usage-jobs", SLOT_TEXT("value", value));
}

bool option_set_timeout(struct options *options, const char *value,
			struct err *err)
{
	char *end;
	options->timeout = read_count(value, 86400, &end);
	return (options->timeout && !*end) ||
	       FAILURE(err, "usage-timeout", SLOT_TEXT("value", value));
}

bool option_set_shard(struct options *options, const char *value,
		      struct err *err)
{
	char *end;
	options->shard = value;
	options->shard_number = read_count(value, 10000, &end);
	if (*end == '/')
		options->shard_count = read_count(end + 1, 10000, &end);
	return (options->shard_number && !*end &&
		options->shard_number <= options->shard_count) ||
	       FAILURE(err, "usage-shard", SLOT_TEXT("value", value));
}
