/* option_value: options whose value is judged before it is noted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value that cannot be meant is refused here, where the option's name is
 * known, and not when it is used: a typing error costs no lab. What is a
 * switch or any text has no function, only a place in the table.
 */
#include "ui/line/option_value.h"

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
	return err_set(err, "--auto=%s: expected seconds, 0 to 3600", value);
}

bool option_set_lang(struct options *options, const char *value,
		     struct err *err)
{
	options->has_language = true;
	options->language =
		!strcmp(value, "python") ? NOTATION_PYTHON : NOTATION_C;
	if (options->language == NOTATION_PYTHON || !strcmp(value, "c"))
		return true;
	return err_set(err, "--lang %s: expected c or python", value);
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
	return err_set(err, "--to %s: expected the number of a step, from 1",
		       value);
}

bool option_set_save(struct options *options, const char *value,
		     struct err *err)
{
	if (options->save_count == OPTIONS_SAVES_MOST)
		return err_set(err, "--save: at most %d files are written",
			       OPTIONS_SAVES_MOST);
	options->saves[options->save_count++] = value;
	return (save_check(value, err) && save_check_folder(value, err)) ||
	       err_wrap(err, "--save");
}

bool option_set_inject(struct options *options, const char *value,
		       struct err *err)
{
	if (options->fault_count == OPTIONS_FAULTS_MOST)
		return err_set(err, "--inject: more than %d faults",
			       OPTIONS_FAULTS_MOST);
	options->faults[options->fault_count++] = value;
	return true;
}

bool option_set_host(struct options *options, const char *value,
		     struct err *err)
{
	if (options->host_count == OPTIONS_HOSTS_MOST)
		return err_set(err, "--host: more than %d hosts",
			       OPTIONS_HOSTS_MOST);
	options->hosts[options->host_count++] = value;
	return true;
}

bool option_set_share(struct options *options, const char *value,
		      struct err *err)
{
	if (options->shared_count == OPTIONS_SHARED_MOST)
		return err_set(err, "--share: more than %d paths",
			       OPTIONS_SHARED_MOST);
	// The lab finds it by this path, and programs do.
	if (value[0] != '/')
		return err_set(err, "--share %s: expected a path from /",
			       value);
	if (access(value, F_OK) < 0)
		return err_set(err, "--share %s: %s", value, strerror(errno));
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

bool option_set_pid(struct options *options, const char *value, struct err *err)
{
	errno = 0;
	long pid = strtol(value, NULL, 10);
	options->pid = (int)pid;
	if (!errno && is_whole(value) && pid > 0 && pid <= INT_MAX)
		return true;
	return err_set(err, "--pid %s: expected the number of a process",
		       value);
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
	return err_set(err, "--seed %s: expected a whole number below 2^53",
		       value);
}

bool option_set_id(struct options *options, const char *value, struct err *err)
{
	if (options->only_count == OPTIONS_ONLY_MOST)
		return err_set(err, "--only: more than %d submissions",
			       OPTIONS_ONLY_MOST);
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
	       err_set(err, "--jobs %s: expected a number from 1 to 256",
		       value);
}

bool option_set_timeout(struct options *options, const char *value,
			struct err *err)
{
	char *end;
	options->timeout = read_count(value, 86400, &end);
	return (options->timeout && !*end) ||
	       err_set(err, "--timeout %s: expected seconds, 1 to 86400",
		       value);
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
	       err_set(err, "--shard %s: expected I/N, such as 1/3", value);
}
