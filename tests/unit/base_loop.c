/* base_loop: descriptors, timers, and changes made from inside a handler.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "base/loop.h"
#include "base/mem.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <sys/epoll.h>

static uint64_t now = 1000 * CLOCK_SECOND;

static uint64_t fake_now(void)
{
	return now;
}

struct fixture {
	struct loop *loop;
	struct err err;
	int ends[2];
	int calls;
};

static void setup_pipe(struct fixture *fixture)
{
	fixture->loop = loop_new(&fixture->err);
	cr_assert(fixture->loop, "%s", fixture->err.text);
	cr_assert_eq(pipe2(fixture->ends, O_CLOEXEC | O_NONBLOCK), 0);
}

static void end_pipe(struct fixture *fixture)
{
	loop_free(fixture->loop);
	close(fixture->ends[0]);
	close(fixture->ends[1]);
}

static void on_ready(void *data, uint32_t ready)
{
	struct fixture *fixture = data;
	cr_expect(ready & EPOLLIN);
	char c;
	cr_expect_eq(read(fixture->ends[0], &c, 1), 1);
	fixture->calls++;
}

Test(loop, calls_the_handler_of_a_ready_descriptor)
{
	struct fixture fixture = {0};
	setup_pipe(&fixture);
	cr_assert(loop_add(fixture.loop, fixture.ends[0], EPOLLIN, on_ready,
			   &fixture, &fixture.err));
	cr_assert(loop_once(fixture.loop, 0, &fixture.err));
	cr_expect_eq(fixture.calls, 0);
	cr_assert_eq(write(fixture.ends[1], "x", 1), 1);
	cr_assert(loop_once(fixture.loop, -1, &fixture.err));
	cr_expect_eq(fixture.calls, 1);
	loop_remove(fixture.loop, fixture.ends[0]);
	cr_assert_eq(write(fixture.ends[1], "x", 1), 1);
	cr_assert(loop_once(fixture.loop, 0, &fixture.err));
	cr_expect_eq(fixture.calls, 1);
	end_pipe(&fixture);
}

struct pair {
	struct loop *loop;
	int fds[2][2];
	int calls;
};

static void remove_both(void *data, uint32_t ready)
{
	(void)ready;
	struct pair *pair = data;
	pair->calls++;
	loop_remove(pair->loop, pair->fds[0][0]);
	loop_remove(pair->loop, pair->fds[1][0]);
}

Test(loop, a_descriptor_removed_in_the_same_round_is_not_called)
{
	struct err err;
	struct pair pair = {.loop = loop_new(&err)};
	cr_assert(pair.loop);
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(pipe2(pair.fds[i], O_CLOEXEC), 0);
		cr_assert(loop_add(pair.loop, pair.fds[i][0], EPOLLIN,
				   remove_both, &pair, &err));
		cr_assert_eq(write(pair.fds[i][1], "x", 1), 1);
	}
	cr_assert(loop_once(pair.loop, -1, &err));
	cr_expect_eq(pair.calls, 1);
	for (int i = 0; i < 2; i++) {
		close(pair.fds[i][0]);
		close(pair.fds[i][1]);
	}
	loop_free(pair.loop);
}

struct alarm {
	struct loop *loop;
	struct loop_timer timer;
	int fired, id;
	int *order;
	bool again;
};

static void on_alarm(void *data)
{
	struct alarm *alarm = data;
	alarm->fired++;
	*alarm->order = *alarm->order * 10 + alarm->id;
	if (alarm->again)
		loop_timer_set(alarm->loop, &alarm->timer, now + CLOCK_MS);
}

Test(loop, timers_fire_once_in_order_and_can_be_set_again)
{
	clock_replace(fake_now);
	struct err err;
	struct loop *loop = loop_new(&err);
	int order = 0;
	struct alarm alarms[3];
	for (int i = 0; i < 3; i++)
		alarms[i] = (struct alarm){.loop = loop,
					   .id = i + 1,
					   .order = &order,
					   .timer = {.fn = on_alarm}};
	for (int i = 0; i < 3; i++)
		alarms[i].timer.data = &alarms[i];
	loop_timer_set(loop, &alarms[0].timer, now + 30 * CLOCK_MS);
	loop_timer_set(loop, &alarms[1].timer, now + 10 * CLOCK_MS);
	loop_timer_set(loop, &alarms[2].timer, now + 20 * CLOCK_MS);
	loop_timer_set(loop, &alarms[0].timer, now + 5 * CLOCK_MS);
	loop_timer_clear(loop, &alarms[2].timer);
	cr_assert(loop_once(loop, 0, &err));
	cr_expect_eq(order, 0);
	now += 15 * CLOCK_MS;
	alarms[1].again = true;
	cr_assert(loop_once(loop, -1, &err));
	cr_expect_eq(order, 12, "%d", order);
	cr_assert(loop_once(loop, 0, &err));
	cr_expect_eq(order, 12, "%d", order);
	now += 2 * CLOCK_MS;
	alarms[1].again = false;
	cr_assert(loop_once(loop, -1, &err));
	cr_expect_eq(order, 122, "%d", order);
	clock_replace(NULL);
	loop_free(loop);
}

Test(loop, says_what_it_cannot_watch)
{
	struct fixture fixture = {0};
	setup_pipe(&fixture);
	int file = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	cr_expect(!loop_add(fixture.loop, file, EPOLLIN, on_ready, &fixture,
			    &fixture.err));
	cr_expect(fixture.err.text[0]);
	close(file);
	end_pipe(&fixture);
}
