/* lab: hosts, actors and the wire of one run; the whole of lab/ from outside.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     lab.c       opens and closes a lab, hears what its init reports
 *     opening.c   waits while init builds
 *     space.c     namespaces; channel.c: how we talk to init
 *     init.c      pid 1: host.c (networks), mounts.c (files), agent.c (actors)
 *     actor.c     calls: asked through desk.c, answered, asleep, killed
 *     command.c   programs run inside
 *     carrier.c   the process that carries the packets, by wire.c
 *     carried.c   packets of carrier.c get their actors from endpoint.c
 *     ordered.c   the learner's orders go to carrier.c
 *     settle.c    looks at all that until a step is over, by probe.c
 *
 * The main process never enters a namespace: init hands it descriptors, and a
 * packet or netlink socket stays in the namespace in which it was made.
 */
#include "lab/lab.h"

#include "base/sentence.h"
#include "lab/ground/parts.h"
#include "lab/kernel/process.h"
#include "lab/trace/trace_parts.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

/* How long a command may run where nobody says it. */
enum { COMMAND_SECONDS = 5 };

static const struct lab_host default_host = {.name = "host"};

const char *lab_missing(const struct lab *lab)
{
	return lab->missing.len ? buf_text(&lab->missing) : NULL;
}

bool lab_has_wire(const struct lab *lab)
{
	return lab->wire != NULL;
}

bool lab_has_namespaces(const struct lab *lab)
{
	return lab->space.namespaces;
}

static bool parse_hosts(struct lab *lab, const struct lab_config *config,
			struct err *err)
{
	const struct lab_host *hosts =
		config->host_count ? config->hosts : &default_host;
	lab->host_count = config->host_count ? config->host_count : 1;
	lab->hosts = xcalloc(lab->host_count, sizeof(*lab->hosts));
	lab->ends = xcalloc(lab->host_count, sizeof(*lab->ends));
	for (size_t i = 0; i < lab->host_count; i++)
		lab->ends[i] = (struct host_ends){
			.packet = -1, .diag = -1, .route = -1};
	for (size_t i = 0; i < lab->host_count; i++) {
		if (!host_parse(&hosts[i], &lab->hosts[i], err))
			return false;
	}
	return true;
}

static bool parse_actors(struct lab *lab, const struct lab_config *config,
			 struct err *err)
{
	for (size_t i = 0; i < config->actor_count; i++) {
		const struct lab_actor *from = &config->actors[i];
		size_t host;
		if (!lab_find_host(lab, from->host, &host, err))
			return FAILURE_IN(err, "at-actor",
					  SLOT_TEXT("actor", from->name));
		actor_add(actor_new(lab, from->name, host));
	}
	return true;
}

static bool open_wire(struct lab *lab, struct err *err)
{
	struct wire_port *ports = xcalloc(lab->host_count, sizeof(*ports));
	size_t count = 0;
	for (size_t i = 0; i < lab->host_count; i++) {
		struct host_ends *ends = &lab->ends[i];
		if (ends->packet < 0)
			continue;
		ports[count] = (struct wire_port){
			.host = lab->hosts[i].name,
			.fd = take_fd(&ends->packet),
			.ifindex = ends->ifindex,
			.addresses = lab->hosts[i].addresses,
			.prefixes = lab->hosts[i].prefixes,
			.address_count = lab->hosts[i].address_count,
		};
		memcpy(ports[count++].mac, ends->mac, sizeof(ends->mac));
	}
	const struct carrier_hooks hooks = {
		.packet = carried_packet,
		.name = carried_name,
		.accepted = ordered_accepted,
		.note = ordered_note,
		.moved = carried_moved,
		.died = carried_no_more,
	};
	if (count)
		lab->wire =
			carrier_open(ports, count, lab->loop, &hooks, lab, err);
	free(ports);
	return !count || lab->wire;
}

static bool watch(struct lab *lab, struct err *err)
{
	return loop_add(lab->loop, lab->space.control, EPOLLIN,
			lab_handle_control, lab, err) &&
	       loop_add(lab->loop, lab->bell, EPOLLIN, lab_handle_bell, lab,
			err) &&
	       loop_add(lab->loop, lab->alarm, EPOLLIN, lab_handle_alarm, lab,
			err);
}

static bool open_descriptors(struct lab *lab, struct err *err)
{
	lab->bell = eventfd(0, EFD_CLOEXEC);
	lab->alarm =
		timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (lab->bell < 0 || lab->alarm < 0)
		return FAILURE(err, "make-eventfd",
			       SLOT_TEXT("reason", strerror(errno)));
	return true;
}

struct lab *lab_open(const struct lab_config *config, struct loop *loop,
		     lab_event_fn *emit, void *data, struct err *err)
{
	struct lab *lab = xcalloc(1, sizeof(*lab));
	lab->loop = loop;
	lab->emit = emit;
	lab->emit_data = data;
	lab->command_seconds = config->command_seconds ? config->command_seconds
						       : COMMAND_SECONDS;
	lab->limits_hold = config->limits_hold;
	lab->who = config->who;
	lab->own_tmp =
		!config->no_namespaces && config->who != INHABITANT_PROGRAM;
	lab->bell = lab->alarm = lab->space.control = -1;
	lab->endpoints = endpoints_new();
	if (!parse_hosts(lab, config, err) || !parse_actors(lab, config, err) ||
	    !open_descriptors(lab, err) || !opening_run(lab, config, err) ||
	    !open_wire(lab, err) || !watch(lab, err)) {
		FAILURE_IN(err, "open-lab");
		lab_close(lab);
		return NULL;
	}
	for (size_t i = 0; i < lab->actor_count; i++)
		actor_tell_birth(lab->actors[i], false);
	if (lab->limits_hold)
		lab_join_group(lab);
	return lab;
}

void lab_close(struct lab *lab)
{
	if (!lab)
		return;
	loop_remove(lab->loop, lab->space.control);
	loop_remove(lab->loop, lab->bell);
	loop_remove(lab->loop, lab->alarm);
	tracer_close(lab);
	carrier_close(lab->wire);
	command_close_all(lab);
	opening_undo(lab);
	for (size_t i = 0; i < lab->actor_count; i++)
		actor_free(lab->actors[i]);
	if (lab->bell >= 0)
		close(lab->bell);
	if (lab->alarm >= 0)
		close(lab->alarm);
	snapshot_done(&lab->snapshot);
	softnet_done(&lab->softnet);
	endpoints_free(lab->endpoints);
	buf_done(&lab->missing);
	free(lab->actors);
	free(lab->hosts);
	free(lab->ends);
	free(lab);
}

void lab_handle_bell(void *data, uint32_t ready)
{
	struct lab *lab = data;
	uint64_t times;
	(void)ready;
	(void)!read(lab->bell, &times, sizeof(times));
	lab_look(lab);
}

static void process_ended(struct lab *lab, int pid, int status)
{
	// What the dead did before they died comes first.
	if (lab->wire)
		carrier_pump(lab->wire);
	for (size_t i = 0; i < lab->actor_count; i++) {
		if (lab->actors[i]->pid == pid)
			actor_ended(lab, lab->actors[i], status);
	}
	command_ended(lab, pid, status);
}

/* Init is gone, and with it every process of the lab. */
static void all_ended(struct lab *lab)
{
	loop_remove(lab->loop, lab->space.control);
	lab_note(lab, sentence_text("note-all-ended"));
	for (size_t i = 0; i < lab->actor_count; i++) {
		// Without namespaces a child of a fork outlives init.
		struct actor *actor = lab->actors[i];
		if (actor->state != LAB_ACTOR_ENDED)
			process_send(actor->pidfd, SIGKILL);
		actor_ended(lab, actor, SIGKILL);
	}
	command_end_all(lab);
}

void lab_take_message(struct lab *lab)
{
	const struct space_msg *msg = &lab->msg;
	if (msg->kind == SPACE_STARTED)
		command_started(lab, msg->number, msg->pid, msg->status);
	else if (msg->kind == SPACE_ENDED)
		process_ended(lab, msg->pid, msg->status);
	else if (msg->kind == SPACE_FULL || msg->kind == SPACE_TOLD)
		lab_note(lab, msg->text);
	else if (msg->kind == SPACE_JOINED)
		birth_joined(lab);
}

void lab_take_reports(struct lab *lab)
{
	enum space_received received;
	while ((received = space_receive(lab->space.control, &lab->msg)) ==
	       SPACE_MESSAGE)
		lab_take_message(lab);
	if (received == SPACE_OVER)
		all_ended(lab);
}

void lab_handle_control(void *data, uint32_t ready)
{
	struct lab *lab = data;
	(void)ready;
	actor_take_answers(lab);
	lab_take_reports(lab);
	lab_look(lab);
}
