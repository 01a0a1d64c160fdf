/* options: what the command line asked for, and how the program ends.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/print.h"
#include "session/progress.h"

/* Exit statuses, as the manual lists them. After a signal that ends it the
 * program returns STATUS_SIGNAL plus the signal's number, as a shell does. */
enum status {
	STATUS_DONE = 0,
	STATUS_FAILED = 1, /* an expectation or check failed, a file was lost */
	STATUS_USAGE = 2,  /* wrong usage or a faulty lesson */
	STATUS_CANNOT = 3, /* this machine cannot */
	STATUS_HANG = 4,   /* programs of which none can move any more */
	STATUS_SIGNAL = 128,
};

struct programs;

enum {
	OPTIONS_FAULTS_MOST = 16,
	OPTIONS_HOSTS_MOST = 8,
	OPTIONS_SHARED_MOST = 8,
	OPTIONS_ONLY_MOST = 64,
	OPTIONS_SAVES_MOST = 8,
};

/* What a command line says. Zero is the default of each. */
struct options {
	bool plain;
	bool automatic; /* plays by itself */
	double seconds; /* between beats; negative: not said */
	bool has_theme;
	bool has_language;
	enum notation language;
	unsigned long to_step; /* counted from 1; 0: not said */
	const char *log;       /* path, or NULL */
	const char *pcap;      /* path, or NULL */
	const char *record;    /* the same: a film of the screen */
	const char *saves[OPTIONS_SAVES_MOST]; /* paths */
	size_t save_count;
	bool no_namespaces;
	const char *script; /* path, or NULL */
	// Sockets of the machine that are reached from the lab; NULL behind.
	const char *shared[OPTIONS_SHARED_MOST + 1];
	size_t shared_count;
	bool form_only;		     /* of lint */
	bool allow_commands;	     /* of lessons, unseen */
	bool json;		     /* of list and progress */
	const char *export, *import; /* of progress: paths, or NULL */
	bool reset;		     /* of progress */
	// Of export: paths, or NULL.
	const char *html, *markdown, *worksheet, *all;
	bool answers;	    /* the worksheet is filled in */
	const char *lines;  /* of shell: path, or NULL */
	const char *replay; /* a log that is shown, or NULL */
	bool presents;	    /* before a room */
	// A room: a talk for others, on that address or (NULL) on all of this
	// machine; or one that is followed, and its code.
	bool shares;
	const char *share_at, *broker, *page, *follow, *room;
	const char *actors; /* of shell: names with commas, or NULL */
	// Of trace.
	const struct programs *programs; /* NULL: none */
	const char *when;		 /* what later programs wait for */
	const char *faults[OPTIONS_FAULTS_MOST];
	size_t fault_count;
	const char *hosts[OPTIONS_HOSTS_MOST]; /* "NAME=ADDRESS,…" */
	size_t host_count;
	int pid; /* of a process to be taken over; 0: none */
	bool is_writable, exit_status;
	const char *end_with; /* of a program, or NULL */
	bool waits_for_ever;  /* a hang ends no run */
	bool noise;	      /* what is folded is shown */
	// Of check.
	char **program;	   /* what stands behind "--", or NULL */
	const char *only;  /* a check, or NULL */
	const char *junit; /* path, or NULL */
	bool tap, exit_zero, has_seed, step;
	const char *step_check;	    /* the check to be stepped, or NULL */
	const char *const *checked; /* the learner's program, as it is started;
				     * NULL: none */
	const char *checked_folder;
	const char *const *checked_files; /* that it sees; see target.h */
	uint64_t seed;
	// Of grade.
	const char *out, *hidden; /* paths, or NULL */
	unsigned jobs, timeout;	  /* 0: not said */
	const char *shard;	  /* "1/3", or NULL */
	unsigned shard_number, shard_count;
	const char *only_list[OPTIONS_ONLY_MOST];
	size_t only_count;
	bool unconfined, merge;
};

/* The language to show calls in: what was asked for, else the learner's. */
enum notation options_notation(const struct options *options,
			       const struct progress *progress);
