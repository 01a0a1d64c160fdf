/* hosts: those of a session besides its lesson's, kept and in the journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each lab says in the journal which hosts it has besides the lesson's; who
 * makes the run again elsewhere reads them there.
 */
#include "base/sentence.h"
#include "session/parts.h"

#include <ctype.h>
#include <string.h>

enum { HOSTS_MOST = 64 };

static bool has_host(const struct session *session, const char *name)
{
	const struct lesson *lesson = session->lesson;
	if (!lesson->host_count && !strcmp(name, "host"))
		return true;
	for (size_t i = 0; i < lesson->host_count; i++) {
		if (!strcmp(name, lesson->hosts[i].name))
			return true;
	}
	for (size_t i = 0; i < session->added.count; i++) {
		if (!strcmp(name, session->added.hosts[i].name))
			return true;
	}
	return false;
}

bool session_check_host(const struct session *session, const char *name,
			struct err *err)
{
	bool good = islower((unsigned char)name[0]);
	for (const char *c = name; *c; c++)
		good = good && (islower((unsigned char)*c) ||
				isdigit((unsigned char)*c) || *c == '-');
	if (!good)
		return FAILURE(err, "host-word", SLOT_TEXT("name", name));
	if (has_host(session, name))
		return FAILURE(err, "host-twice", SLOT_TEXT("name", name));
	return true;
}

void session_keep_host(struct session *session, struct str name,
		       struct str addresses)
{
	struct arena *arena = &session->arena;
	session->added.hosts =
		xgrow(session->added.hosts, &session->added.cap,
		      session->added.count + 1, sizeof(*session->added.hosts));
	session->added.hosts[session->added.count++] = (struct lab_host){
		arena_strndup(arena, name.data, name.len),
		addresses.len
			? arena_strndup(arena, addresses.data, addresses.len)
			: NULL};
}

void session_print_hosts(const struct session *session, struct buf *out)
{
	for (size_t i = 0; i < session->added.count; i++) {
		const struct lab_host *host = &session->added.hosts[i];
		buf_printf(out, "%s%s", i ? "; " : "", host->name);
		if (host->addresses)
			buf_printf(out, " %s", host->addresses);
	}
}

static bool read_host(struct session *session, struct str text, struct err *err)
{
	struct str name;
	if (!str_next_word(&text, &name))
		return FAILURE(err, "host-nameless");
	AUTO_FREE char *copy = xprintf("%.*s", (int)name.len, name.data);
	if (session->added.count == HOSTS_MOST)
		return FAILURE(err, "hosts-most",
			       SLOT_NUMBER("most", HOSTS_MOST));
	if (!session_check_host(session, copy, err))
		return false;
	session_keep_host(session, name, str_trim(text));
	return true;
}

bool session_read_hosts(struct session *session, const char *hosts,
			struct err *err)
{
	while (hosts && *hosts) {
		size_t len = strcspn(hosts, ";");
		if (!read_host(session, (struct str){hosts, len}, err))
			return false;
		hosts += len + (hosts[len] == ';');
	}
	return true;
}
