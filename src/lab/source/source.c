/* source: the line of its program from which a stopped process made a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libdwfl unwinds the stack of a stopped thread by the call frame information
 * of the files that the process has mapped, and tells the line of each address
 * where the file has DWARF. The innermost frames are those of the C library
 * and of others; the learner's own is the first whose source is there to be
 * read and does not stand under /usr, nor in a Python's library. A function
 * that the compiler put into another has no frame, so it is looked up in the
 * scopes of the address.
 *
 * Only what stands in the mapped files themselves is read: debug information
 * in other files or, as some systems have it set up, from a server on the
 * network, would be that of libraries.
 *
 * Where the process has a Python interpreter, its Python frames count instead:
 * the C frames below them are the interpreter's.
 */
#include "lab/source/source.h"

#include "lab/source/source_python.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <stdio.h>
#include <string.h>

struct source {
	pid_t pid;
	Dwfl *dwfl; /* NULL: nothing is known of this process */
	bool is_attached;
	struct source_python python; /* addresses 0: it runs no Python */
};

/* --- what is mapped --------------------------------------------------------
 */

static int no_other_file(Dwfl_Module *module, void **data, const char *name,
			 Dwarf_Addr base, const char *file,
			 const char *debug_link, GElf_Word crc, char **found)
{
	(void)module, (void)data, (void)name, (void)base, (void)file;
	(void)debug_link, (void)crc, (void)found;
	return -1;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_linux_proc_find_elf,
	.find_debuginfo = no_other_file,
};

/* Reads anew what is mapped: a library may have been loaded since. */
static bool read_modules(struct source *source)
{
	dwfl_report_begin_add(source->dwfl);
	bool done = dwfl_linux_proc_report(source->dwfl, source->pid) == 0;
	return dwfl_report_end(source->dwfl, NULL, NULL) == 0 && done;
}

/* Of a symbol that has a value in the module, its address. */
static uint64_t find_symbol(Dwfl_Module *module, const char *wanted)
{
	int count = dwfl_module_getsymtab(module);
	for (int i = 1; i < count; i++) {
		GElf_Sym symbol;
		GElf_Addr address;
		const char *name = dwfl_module_getsym_info(
			module, i, &symbol, &address, NULL, NULL, NULL);
		if (name && symbol.st_shndx && !strcmp(name, wanted))
			return address;
	}
	return 0;
}

/* Whether the file that is mapped could hold a Python interpreter; to read the
 * symbols of all others would take longer than the call. */
static int look_for_python(Dwfl_Module *module, void **data, const char *name,
			   Dwarf_Addr base, void *of)
{
	(void)data, (void)base;
	struct source *source = of;
	const char *file = strrchr(name, '/');
	if (!file || !strstr(file, "python"))
		return DWARF_CB_OK;
	source->python.runtime = find_symbol(module, "_PyRuntime");
	source->python.version = find_symbol(module, "Py_Version");
	return source->python.runtime ? DWARF_CB_ABORT : DWARF_CB_OK;
}

struct source *source_open(pid_t pid)
{
	struct source *source = xcalloc(1, sizeof(*source));
	source->pid = source->python.pid = pid;
	source->dwfl = dwfl_begin(&callbacks);
	if (!source->dwfl)
		return source;
	if (!read_modules(source)) {
		dwfl_end(source->dwfl);
		source->dwfl = NULL;
		return source;
	}
	dwfl_getmodules(source->dwfl, look_for_python, source, 0);
	return source;
}

void source_close(struct source *source)
{
	if (source && source->dwfl)
		dwfl_end(source->dwfl);
	free(source);
}

/* --- the line of an address ------------------------------------------------
 */

static bool is_of_system(const char *file)
{
	return !strncmp(file, "/usr/", 5) || strstr(file, "/lib/python");
}

/* The file's path, absolute, where its unit says where it was compiled. */
static const char *whole_path(const char *file, Dwarf_Die *unit,
			      struct arena *arena)
{
	Dwarf_Attribute attribute;
	const char *folder =
		dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
	if (file[0] == '/' || !folder)
		return arena_strdup(arena, file);
	return arena_printf(arena, "%s/%s", folder, file);
}

/* The place from which the innermost of the functions that were put into each
 * other at `address` was called, as long as that one is the system's. */
static void leave_inlined(Dwarf_Die *unit, Dwarf_Addr address,
			  struct arena *arena, struct source_frame *frame)
{
	Dwarf_Die *scopes = NULL;
	int count = dwarf_getscopes(unit, address, &scopes);
	for (int i = 0; i < count && is_of_system(frame->file); i++) {
		Dwarf_Attribute attribute;
		Dwarf_Files *files;
		Dwarf_Word file, line;
		size_t file_count;
		if (dwarf_tag(&scopes[i]) != DW_TAG_inlined_subroutine)
			continue;
		if (dwarf_getsrcfiles(unit, &files, &file_count) ||
		    dwarf_formudata(
			    dwarf_attr(&scopes[i], DW_AT_call_file, &attribute),
			    &file) ||
		    dwarf_formudata(
			    dwarf_attr(&scopes[i], DW_AT_call_line, &attribute),
			    &line) ||
		    file >= file_count)
			break;
		frame->file = whole_path(dwarf_filesrc(files, file, NULL, NULL),
					 unit, arena);
		frame->line = (int)line;
	}
	free(scopes);
}

/* The unit that holds `address`. Not every compiler writes the table of where
 * each unit is; then all are asked. */
static Dwarf_Die *find_unit(Dwfl_Module *module, Dwarf_Addr address,
			    Dwarf_Addr *bias)
{
	Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);
	if (unit)
		return unit;
	while ((unit = dwfl_module_nextcu(module, unit, bias))) {
		if (dwarf_haspc(unit, address - *bias) == 1)
			return unit;
	}
	return NULL;
}

static void find_line(Dwfl_Module *module, Dwarf_Addr address,
		      struct arena *arena, struct source_frame *frame)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = find_unit(module, address, &bias);
	Dwarf_Line *line = unit ? dwarf_getsrc_die(unit, address - bias) : NULL;
	const char *file = line ? dwarf_linesrc(line, NULL, NULL) : NULL;
	if (!file || dwarf_lineno(line, &frame->line) != 0)
		return;
	frame->file = whole_path(file, unit, arena);
	leave_inlined(unit, address - bias, arena, frame);
}

/* --- the stack -------------------------------------------------------------
 */

struct walk {
	struct source *source;
	struct arena *arena;
	struct source_stack *stack;
	bool read_again; /* the modules were, for this stack */
};

static Dwfl_Module *module_of(struct walk *walk, Dwarf_Addr address)
{
	Dwfl *dwfl = walk->source->dwfl;
	Dwfl_Module *module = dwfl_addrmodule(dwfl, address);
	if (module || walk->read_again)
		return module;
	walk->read_again = true;
	return read_modules(walk->source) ? dwfl_addrmodule(dwfl, address)
					  : NULL;
}

/* Functions of the C library have the name of the call, or a worse one. */
static bool is_c_library(Dwfl_Module *module)
{
	const char *file = dwfl_module_info(module, NULL, NULL, NULL, NULL,
					    NULL, NULL, NULL);
	const char *name = file ? strrchr(file, '/') : NULL;
	return name &&
	       (!strncmp(name, "/libc.", 6) || !strncmp(name, "/libc-", 6) ||
		!strncmp(name, "/libpthread", 11) || !strncmp(name, "/ld-", 4));
}

static int take_frame(Dwfl_Frame *state, void *data)
{
	struct walk *walk = data;
	Dwarf_Addr address;
	bool is_activation;
	if (!dwfl_frame_pc(state, &address, &is_activation))
		return DWARF_CB_ABORT;
	// Behind a call stands the next line's first instruction.
	address -= !is_activation;
	struct source_frame frame = {.function = "?"};
	struct source_stack *stack = walk->stack;
	Dwfl_Module *module = module_of(walk, address);
	if (module) {
		const char *name = dwfl_module_addrname(module, address);
		if (name)
			frame.function = arena_strdup(walk->arena, name);
		find_line(module, address, walk->arena, &frame);
		if (name && stack->named < 0 && !is_c_library(module))
			stack->named = (int)stack->count;
	}
	stack->frames[stack->count++] = frame;
	return stack->count < SOURCE_FRAMES_MAX ? DWARF_CB_OK : DWARF_CB_ABORT;
}

static bool attach(struct source *source)
{
	// The thread is stopped by our own tracing already.
	if (source->dwfl && !source->is_attached)
		source->is_attached = !dwfl_linux_proc_attach(
			source->dwfl, source->pid, true);
	return source->is_attached;
}

struct visit {
	struct walk walk;
	source_frame_fn *fn;
	void *data;
};

static int visit_frame(Dwfl_Frame *state, void *data)
{
	struct visit *visit = data;
	Dwarf_Addr address;
	bool is_activation;
	if (!dwfl_frame_pc(state, &address, &is_activation))
		return DWARF_CB_ABORT;
	address -= !is_activation;
	Dwfl_Module *module = module_of(&visit->walk, address);
	const char *name =
		module ? dwfl_module_addrname(module, address) : NULL;
	const char *file = module ? dwfl_module_info(module, NULL, NULL, NULL,
						     NULL, NULL, NULL, NULL)
				  : NULL;
	return visit->fn(visit->data, name ? name : "?", file ? file : "")
		       ? DWARF_CB_OK
		       : DWARF_CB_ABORT;
}

bool source_is_python(const struct source *source)
{
	return source->python.runtime != 0;
}

void source_walk(struct source *source, pid_t tid, source_frame_fn *fn,
		 void *data)
{
	struct visit visit = {{.source = source}, fn, data};
	if (attach(source))
		dwfl_getthread_frames(source->dwfl, tid, visit_frame, &visit);
}

static void find_native(struct source *source, pid_t tid, struct arena *arena,
			struct source_stack *stack)
{
	if (!attach(source))
		return;
	struct walk walk = {source, arena, stack, false};
	dwfl_getthread_frames(source->dwfl, tid, take_frame, &walk);
}

static bool is_readable(const struct source_frame *frame)
{
	return frame->file && frame->line > 0 && access(frame->file, R_OK) == 0;
}

/* What stands under /usr counts only when nothing else does: a module of the
 * library that is run as a program. */
static int find_own(const struct source_stack *stack)
{
	int of_system = -1;
	for (size_t i = 0; i < stack->count; i++) {
		if (!is_readable(&stack->frames[i]))
			continue;
		if (!is_of_system(stack->frames[i].file))
			return (int)i;
		if (of_system < 0)
			of_system = (int)i;
	}
	return of_system;
}

/* Python keeps the path as it was given. */
static void complete_paths(const struct source *source, struct arena *arena,
			   struct source_stack *stack)
{
	char link[32], folder[4096];
	snprintf(link, sizeof(link), "/proc/%d/cwd", source->pid);
	ssize_t len = readlink(link, folder, sizeof(folder) - 1);
	for (size_t i = 0; len > 0 && i < stack->count; i++) {
		const char **file = &stack->frames[i].file;
		if (*file && **file != '/' && **file != '<')
			*file = arena_printf(arena, "%.*s/%s", (int)len, folder,
					     *file);
	}
}

void source_find(struct source *source, pid_t tid, struct arena *arena,
		 struct source_stack *stack)
{
	*stack = (struct source_stack){.own = -1, .named = -1};
	stack->frames =
		arena_alloc(arena, SOURCE_FRAMES_MAX * sizeof(*stack->frames));
	if (source->python.runtime)
		source_python_find(&source->python, tid, arena, stack);
	complete_paths(source, arena, stack);
	if (!stack->count)
		find_native(source, tid, arena, stack);
	stack->own = find_own(stack);
	if (stack->named < 0)
		stack->named = 0;
}
