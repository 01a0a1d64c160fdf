/* hosts: those that the learner adds to the lesson's.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab gets its hosts when it is built, so a new host is a new lab, in which
 * all that was done is done again. Each lab says in the journal which hosts it
 * has besides the lesson's; who makes the run again elsewhere reads them there.
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

static bool check_name(const struct session *session, const char *name,
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

static bool has_namespaces(const struct session *session, const char *name,
			   struct err *err)
{
	return lab_has_namespaces(session->lab) ||
	       FAILURE(err, "host-no-namespaces", SLOT_TEXT("name", name),
		       SLOT_TEXT("missing", lab_missing(session->lab)));
}

/* Without addresses, the lab gives it some. */
static void keep_host(struct session *session, struct str name,
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

bool session_add_host(struct session *session, const char *name,
		      const char *addresses, struct err *err)
{
	if (!session_can_move(session, sentence_text(SENTENCE_ID("add-host")),
			      err) ||
	    !check_name(session, name, err) ||
	    !has_namespaces(session, name, err))
		return false;
	size_t live = session->moves.live;
	keep_host(session, str_from(name),
		  str_from(addresses ? addresses : ""));
	if (session_rewind(session, live, err))
		return true;
	// What could not be built is taken back, and all is as it was.
	struct err again;
	session->added.count--;
	session->moves.live = live;
	if (!session_rewind(session, live, &again))
		*err = again;
	return FAILURE_IN(err, "at-host", SLOT_TEXT("host", name));
}

/* --- in the journal --------------------------------------------------------
 */

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
	if (!check_name(session, copy, err))
		return false;
	keep_host(session, name, str_trim(text));
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
