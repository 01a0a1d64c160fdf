/* lesson_parse: lessons as they are read, and every fault with its line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "golden.h"
#include "lesson/lesson.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *const kinds[] = {
	[BEAT_READ] = "read",	    [BEAT_CALL] = "call",
	[BEAT_COMMAND] = "command", [BEAT_WIRE] = "wire",
	[BEAT_TRY] = "try",	    [BEAT_MODIFY] = "modify",
	[BEAT_RECALL] = "recall",   [BEAT_LAUNCH] = "launch",
	[BEAT_SIGNAL] = "signal",
};

static void dump_order(struct buf *out, const struct beat *beat)
{
	if (beat->kind != BEAT_WIRE)
		return;
	buf_puts(out, "    order: ");
	order_print(&beat->order, out);
	buf_putc(out, '\n');
}

/* "name: text", the lines of the text behind each other. */
static void dump_text(struct buf *out, int depth, const char *name,
		      const char *text)
{
	if (!text)
		return;
	struct str rest = str_from(text), line;
	buf_printf(out, "%*s%s:", depth, "", name);
	while (str_next_line(&rest, &line))
		buf_printf(out, "%s%.*s", line.data == text ? " " : " / ",
			   (int)line.len, line.data);
	buf_putc(out, '\n');
}

static void dump_list(struct buf *out, const char *name,
		      const char *const *items, size_t count)
{
	buf_printf(out, "%s:", name);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, " %s", items[i]);
	buf_putc(out, '\n');
}

static void dump_call(struct buf *out, int line, const char *actor,
		      const struct call *call)
{
	buf_printf(out, "%d %s ", line, actor);
	call_print(call, NOTATION_C, out);
	buf_putc(out, '\n');
}

static void dump_front(struct buf *out, const struct lesson *lesson)
{
	dump_text(out, 0, "id", lesson->id);
	dump_text(out, 0, "title", lesson->title);
	dump_text(out, 0, "module", lesson->module);
	dump_text(out, 0, "kind", lesson->kind);
	dump_text(out, 0, "objective", lesson->objective);
	dump_list(out, "requires", lesson->requires, lesson->requires_count);
	buf_printf(out, "minutes: %d %d\n", lesson->minutes_demo,
		   lesson->minutes_lab);
	buf_printf(out, "needs:%s%s\n", lesson->needs_wire ? " wire" : "",
		   lesson->needs_namespaces ? " namespaces" : "");
	dump_list(out, "tools", lesson->needs_tools, lesson->needs_tools_count);
	for (size_t i = 0; i < lesson->actor_count; i++)
		buf_printf(out, "actor: %s on %s\n", lesson->actors[i].name,
			   lesson->actors[i].host ? lesson->actors[i].host
						  : "the first host");
	for (size_t i = 0; i < lesson->host_count; i++)
		buf_printf(out, "host: %s with %s\n", lesson->hosts[i].name,
			   lesson->hosts[i].addresses
				   ? lesson->hosts[i].addresses
				   : "loopback only");
	dump_text(out, 0, "introduction", lesson->introduction);
	for (size_t i = 0; i < lesson->setup_count; i++) {
		buf_puts(out, "setup ");
		dump_call(out, lesson->setups[i].line, lesson->setups[i].actor,
			  &lesson->setups[i].call);
	}
}

static void dump_prediction(struct buf *out,
			    const struct prediction *prediction)
{
	static const char *const words[] = {[ASKED_CHOICE] = "predict",
					    [ASKED_FIELDS] = "fill",
					    [ASKED_ORDER] = "arrange",
					    [ASKED_CALLS] = "puzzle"};
	bool is_written = prediction->kind != ASKED_CHOICE;
	buf_printf(out, "    %s %d\n", words[prediction->kind],
		   prediction->line);
	dump_text(out, 6, "question", prediction->question);
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		dump_text(out, 6,
			  is_written	  ? "item"
			  : option->right ? "right"
					  : "wrong",
			  option->text);
		dump_text(out, 8, "misconception", option->misconception);
		dump_text(out, 8, "reply", option->reply);
	}
	dump_text(out, 6, "why", prediction->why);
}

static void dump_launch(struct buf *out, const struct beat *beat)
{
	const struct launch *launch = beat->launch;
	buf_printf(out, "    actor: %s on %s\n", beat->actor,
		   launch->host ? launch->host : "the first host");
	for (size_t i = 0; launch->words[i]; i++)
		dump_text(out, 4, "word", launch->words[i]);
	for (size_t i = 0; launch->environment[i]; i++)
		dump_text(out, 4, "environment", launch->environment[i]);
	if (launch->until)
		buf_printf(out, "    until: %s\n", launch->until);
	if (launch->input.len)
		buf_printf(out, "    input: %.*s", (int)launch->input.len,
			   launch->input.data);
	dump_text(out, 4, "code", launch->code);
}

static void dump_beat(struct buf *out, const struct beat *beat)
{
	buf_printf(out, "  %s ", kinds[beat->kind]);
	if (beat->kind == BEAT_CALL || beat->kind == BEAT_TRY)
		dump_call(out, beat->line, beat->actor, &beat->call);
	else
		buf_printf(out, "%d\n", beat->line);
	dump_text(out, 4, "host", beat->host);
	dump_text(out, 4, "command", beat->command);
	for (size_t i = 0; i < beat->hint_count; i++)
		dump_text(out, 4, "hint", beat->hints[i]);
	dump_order(out, beat);
	if (beat->kind == BEAT_LAUNCH)
		dump_launch(out, beat);
	if (beat->kind == BEAT_SIGNAL)
		buf_printf(out, "    signal: %d to %s\n", beat->signal,
			   beat->actor);
	dump_text(out, 4, "question", beat->question);
	dump_text(out, 4, "answer", beat->answer);
	dump_text(out, 4, "before", beat->before);
	if (beat->prediction)
		dump_prediction(out, beat->prediction);
	for (size_t i = 0; i < beat->expect_count; i++)
		buf_printf(out, "    expect %d %s\n", beat->expects[i].line,
			   beat->expects[i].text);
	if (beat->within)
		buf_printf(out, "    within %" PRIu64 " ms\n",
			   beat->within / CLOCK_MS);
	dump_text(out, 4, "after", beat->after);
	dump_text(out, 4, "more", beat->more);
	dump_text(out, 4, "notes", beat->notes);
	if (beat->light)
		dump_text(out, 4, "light", beat->light->part);
	for (size_t i = 0; beat->light && i < beat->light->text_count; i++)
		dump_text(out, 6, "with", beat->light->texts[i]);
}

static void dump_lesson(struct buf *out, const struct lesson *lesson)
{
	dump_front(out, lesson);
	for (size_t i = 0; i < lesson->starter_count; i++)
		dump_text(out, 0, lesson->starters[i].name,
			  lesson->starters[i].text);
	for (size_t i = 0; i < lesson->step_count; i++) {
		const struct step *step = &lesson->steps[i];
		buf_printf(out, "step %d %s: %s\n", step->line, step->subgoal,
			   step->title);
		if (step->points)
			buf_printf(out, "  points %d\n", step->points);
		for (size_t n = 0; n < step->hint_count; n++)
			dump_text(out, 2, "hint", step->hints[n]);
		for (size_t n = 0; n < step->beat_count; n++)
			dump_beat(out, &step->beats[n]);
	}
}

/* The file's name without its folders. */
static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void check_file(const char *path)
{
	char *text = golden_read(path);
	struct buf out = {0};
	struct faults faults = {0};
	struct lesson *lesson =
		lesson_parse(base_name(path), text, strlen(text), &faults);
	cr_expect(!lesson == (faults.count > 0), "%s", path);
	if (lesson)
		dump_lesson(&out, lesson);
	faults_print(&faults, base_name(path), &out);
	char *golden = xprintf("%.*s.out", (int)strlen(path) - 3, path);
	golden_check(golden, buf_text(&out));
	free(golden);
	lesson_free(lesson);
	faults_done(&faults);
	buf_done(&out);
	free(text);
}

Test(lesson_parse, golden)
{
	glob_t found;
	cr_assert(!glob("tests/golden/lesson/*.md", 0, NULL, &found));
	cr_assert(found.gl_pathc > 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_file(found.gl_pathv[i]);
	globfree(&found);
}

/* The example that authors begin with is a lesson. */
Test(lesson_parse, documentation)
{
	static const char begin[] = "\n~~~markdown\n", end[] = "\n~~~\n";
	char *text = golden_read("lessons/README.md");
	cr_assert(text);
	const char *from = strstr(text, begin);
	cr_assert(from);
	from += strlen(begin);
	const char *to = strstr(from, end);
	cr_assert(to);
	struct faults faults = {0};
	struct buf out = {0};
	struct lesson *lesson = lesson_parse("README.md", from,
					     (size_t)(to + 1 - from), &faults);
	faults_print(&faults, "README.md", &out);
	cr_expect(lesson, "%s", buf_text(&out));
	lesson_free(lesson);
	faults_done(&faults);
	buf_done(&out);
	free(text);
}

/* Beats counted over the whole lesson, and back. */
Test(lesson_parse, beat_places)
{
	char *text = golden_read("tests/golden/lesson/everything.md");
	struct faults faults = {0};
	struct lesson *lesson =
		lesson_parse("everything.md", text, strlen(text), &faults);
	cr_assert(lesson);
	size_t index = 0, count = lesson_beats(lesson);
	for (size_t i = 0; i < lesson->step_count; i++) {
		for (size_t n = 0; n < lesson->steps[i].beat_count; n++) {
			size_t step, beat;
			cr_expect_eq(lesson_beat_index(lesson, i, n), index);
			lesson_beat_at(lesson, index, &step, &beat);
			cr_expect(step == i && beat == n, "beat %zu", index);
			index++;
		}
	}
	cr_expect_eq(index, count);
	lesson_free(lesson);
	free(text);
}

Test(lesson_parse, reads_files)
{
	struct faults faults = {0};
	struct err err = {0};
	cr_expect(!lesson_read("/nonexistent.md", &faults, &err));
	cr_expect_str_eq(err.text, "open /nonexistent.md: No such file or "
				   "directory");
	cr_expect(!lesson_read("tests", &faults, &err));
	cr_expect_str_eq(err.text, "read tests: Is a directory");
	cr_expect(!lesson_read("/dev/zero", &faults, &err));
	cr_expect_str_eq(err.text, "read /dev/zero: it is no regular file");
	char path[] = "/tmp/sockstep-pipe-XXXXXX";
	cr_assert(mkdtemp(path));
	AUTO_FREE char *pipe = xprintf("%s/lesson.md", path);
	cr_assert(!mkfifo(pipe, 0600));
	cr_expect(!lesson_read(pipe, &faults, &err),
		  "a pipe without a writer would keep us waiting");
	cr_expect(strstr(err.text, "no regular file"), "%s", err.text);
	unlink(pipe);
	rmdir(path);
	cr_expect_eq(faults.count, 0);
	cr_expect(!lesson_read("tests/golden/lesson/faults-no-front.md",
			       &faults, &err));
	cr_expect_eq(faults.count, 1);
	faults_done(&faults);
	struct lesson *lesson =
		lesson_read("tests/golden/lesson/example.md", &faults, &err);
	cr_expect(lesson, "%s", err.text);
	lesson_free(lesson);
}

static struct lesson *read_shuffled(uint64_t seed)
{
	struct faults faults = {0};
	struct err err;
	struct lesson *lesson =
		lesson_read("tests/golden/lesson/example.md", &faults, &err);
	cr_assert(lesson, "%s", err.text);
	lesson_shuffle(lesson, seed);
	return lesson;
}

static const struct prediction *find_question(const struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->step_count; i++)
		for (size_t k = 0; k < lesson->steps[i].beat_count; k++)
			if (lesson->steps[i].beats[k].prediction)
				return lesson->steps[i].beats[k].prediction;
	cr_assert_fail("no question");
	return NULL;
}

/* The places of the three options in the file, in the order shown. */
static int order_of(uint64_t seed)
{
	struct lesson *lesson = read_shuffled(seed);
	const struct prediction *asked = find_question(lesson);
	int order = 0, seen = 0;
	cr_assert_eq(asked->option_count, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct option *option = &asked->options[i];
		order = order * 10 + option->place;
		seen |= 1 << option->place;
		cr_expect_eq(option->right, option->place == 1,
			     "an option moves as a whole");
		cr_expect_eq(!option->reply, option->right);
	}
	cr_expect_eq(seen, 7, "no option is lost");
	lesson_free(lesson);
	return order;
}

Test(lesson_parse, options_are_shuffled_by_a_seed)
{
	bool right_is_at[3] = {false};
	cr_expect_eq(order_of(0), 12, "0 leaves the file's order");
	for (uint64_t seed = 1; seed < 60; seed++) {
		int order = order_of(seed);
		cr_expect_eq(order, order_of(seed), "a seed says it all");
		right_is_at[order / 100 == 1	   ? 0
			    : order / 10 % 10 == 1 ? 1
						   : 2] = true;
	}
	cr_expect(right_is_at[0] && right_is_at[1] && right_is_at[2],
		  "the right one can stand anywhere");
}

/* The words that came in with a fault cannot move a terminal's cursor. */
Test(lesson_parse, faults_are_clean)
{
	struct faults faults = {0};
	struct buf out = {0};
	static const struct {
		int line;
		struct err err;
	} said[] = {{9, {"a \033[2Jx\n"}},
		    {3, {"first"}},
		    {9, {"second of its line"}}};
	for (size_t i = 0; i < COUNT(said); i++)
		faults_pass(&faults, said[i].line, &said[i].err);
	faults_sort(&faults);
	faults_print(&faults, "x.md", &out);
	cr_expect_str_eq(buf_text(&out), "x.md:3: first\n"
					 "x.md:9: a ?[2Jx?\n"
					 "x.md:9: second of its line\n");
	buf_done(&out);
	faults_done(&faults);
}

/* The address comes from a log, which anybody can have written. */
Test(lesson_parse, an_address_takes_the_place_of_the_usual_one)
{
	static const char text[] =
		"---\nid: a\ntitle: t\nmodule: 2 m\nkind: core\nobjective: o\n"
		"requires: []\nminutes: {demo: 5, lab: 15}\n"
		"actors: {server: {}}\n---\n\nAt 127.0.0.1, `127.0.0.1:*`.\n\n"
		"## Get ready: go\n\n```c server\n"
		"srv = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
		"```expect\nreturns 3\n```\n\nDone.\n";
	static const struct {
		const char *loopback, *words; /* NULL: a fault */
	} cases[] = {
		{"127.1.2.3", "At 127.1.2.3, `127.0.0.1:*`."},
		{"127.0.0.1", "At 127.0.0.1, `127.0.0.1:*`."},
		{"", NULL},
		{"127.10.20.30", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct faults faults = {0};
		struct lesson *lesson = lesson_parse_at(
			"x.md", str_from(text), cases[i].loopback, &faults);
		cr_expect(!lesson == !cases[i].words, "%s: %s",
			  cases[i].loopback,
			  faults.count ? faults.items[0].text : "no fault");
		if (lesson) {
			cr_expect_str_eq(lesson->introduction, cases[i].words);
			cr_expect_eq(lesson->digest,
				     lesson_digest(str_from(text)));
		}
		lesson_free(lesson);
		faults_done(&faults);
	}
}

/* Of a lesson that nobody has played, too, Python is what would run. */
Test(lesson_parse, knows_what_is_a_number_in_python)
{
	static const char text[] =
		"---\nid: pipes\ntitle: Pipes\nmodule: 2 Making a TCP "
		"connection\nkind: core\nrequires: []\nminutes: {demo: 6, "
		"lab: 15}\nobjective: See pipes.\nactors: {a: {}, b: {}}\n"
		"---\n\nWords.\n\n## Look around: pipes\n\n"
		"```c a\npipe({r, w});\nchild = fork();\nx = dup(w);\n"
		"close(x);\nw = socket(AF_UNIX, SOCK_STREAM, 0);\n"
		"close(w);\n```\n\n```c child\nclose(w);\n```\n\n```c b\n"
		"r = socket(AF_UNIX, SOCK_DGRAM, 0);\nclose(r);\n```\n";
	static const char *const python[] = {
		"r, w = os.pipe()",
		"child = os.fork()",
		"x = os.dup(w)",
		"os.close(x)",
		"w = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
		"w.close()",
		"os.close(w)",
		"r = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)",
		"r.close()",
	};
	struct faults faults = {0};
	struct buf out = {0};
	struct lesson *lesson =
		lesson_parse("pipes.md", text, strlen(text), &faults);
	faults_print(&faults, "pipes.md", &out);
	cr_assert(lesson, "%s", buf_text(&out));
	cr_assert_eq(lesson->steps[0].beat_count, COUNT(python));
	for (size_t i = 0; i < COUNT(python); i++) {
		buf_clear(&out);
		call_print(&lesson->steps[0].beats[i].call, NOTATION_PYTHON,
			   &out);
		cr_expect_str_eq(buf_text(&out), python[i]);
	}
	lesson_free(lesson);
	faults_done(&faults);
	buf_done(&out);
}
