/* lab_watch: between two steps, what the kernel does by itself is told.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/order/order.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

Test(lab_watch, a_connect_that_gives_up_is_told)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	struct err err = {0};
	struct order hold;
	cr_assert(order_parse(str_from("hold all"), &stage.arena, &hold, &err));
	cr_assert(lab_order(stage.lab, &hold, &err), "%s", err.text);
	stage_call(&stage, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)");
	stage_call(&stage, "client",
		   "setsockopt(cli, IPPROTO_TCP, TCP_USER_TIMEOUT, 500)");
	stage_call(&stage, "client", "connect(cli, 127.0.0.1:12345)");
	cr_assert_eq(stage_last(&stage, "client")->phase, CALL_BLOCKED);
	size_t place = journal_count(stage.journal);
	// No step is under way: nobody asks the lab to settle.
	const struct event *event;
	do {
		event = stage_await_event(&stage, place, EVENT_SOCKET);
		place = journal_count(stage.journal);
	} while (strcmp(socket_state_word(&event->as.socket.state), "UNCONN"));
	// The socket can be looked at before its process has run again.
	if (stage_last(&stage, "client")->phase != CALL_RETURN)
		stage_await_event(&stage, place, EVENT_CALL);
	const struct event_call *call = stage_last(&stage, "client");
	cr_expect_eq(call->phase, CALL_RETURN);
	cr_expect_eq(call->call.result.error, ETIMEDOUT);
	stage_close(&stage);
}
