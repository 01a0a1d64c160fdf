/* reader_native: frames of a stopped thread, by libdw.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libdwfl unwinds the stack of a stopped thread by the call frame information
 * of the files that the process has mapped, and tells the line of each address
 * where the file has DWARF. A function that the compiler put into another has
 * no frame, so it is looked up in the scopes of the address.
 *
 * Only what stands in the mapped files themselves is read: debug information
 * in other files or, as some systems have it set up, from a server on the
 * network, would be that of libraries.
 */
#include "lab/source/reader.h"
#include "lab/source/source_own.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <stdio.h>
#include <string.h>
#include <sys/user.h>

struct native {
	struct reader *reader;
	Dwfl *dwfl;
	int tid; /* whose frames are looked at */
	bool is_attached;
};

/* --- what is mapped --------------------------------------------------------
 */

/* libdwfl hands our own data to few of its callbacks; there is one of us. */
static struct native *the_native;

static int find_file(Dwfl_Module *module, void **data, const char *name,
		     Dwarf_Addr base, char **file, Elf **elf)
{
	(void)module, (void)data, (void)base, (void)elf;
	int fd = name[0] == '/' ? reader_file(the_native->reader, name) : -1;
	if (fd >= 0)
		*file = strdup(name);
	return fd;
}

static int no_other_file(Dwfl_Module *module, void **data, const char *name,
			 Dwarf_Addr base, const char *file,
			 const char *debug_link, GElf_Word crc, char **found)
{
	(void)module, (void)data, (void)name, (void)base, (void)file;
	(void)debug_link, (void)crc, (void)found;
	return -1;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = find_file,
	.find_debuginfo = no_other_file,
};

/* Reads anew what is mapped: a library may have been loaded since. */
static bool read_modules(struct native *native)
{
	int fd = reader_maps(native->reader);
	FILE *maps = fd < 0 ? NULL : fdopen(fd, "r");
	if (!maps)
		return false;
	dwfl_report_begin_add(native->dwfl);
	bool done = dwfl_linux_proc_maps_report(native->dwfl, maps) == 0;
	fclose(maps);
	return dwfl_report_end(native->dwfl, NULL, NULL) == 0 && done;
}

struct native *native_open(struct reader *reader)
{
	struct native *native = xcalloc(1, sizeof(*native));
	native->reader = reader;
	the_native = native;
	native->dwfl = dwfl_begin(&callbacks);
	if (native->dwfl && read_modules(native))
		return native;
	dwfl_end(native->dwfl);
	free(native);
	return NULL;
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

struct search {
	uint64_t *runtime, *version;
};

/* Whether the file that is mapped could hold a Python interpreter; to read the
 * symbols of all others would take longer than the call. */
static int look_for_python(Dwfl_Module *module, void **data, const char *name,
			   Dwarf_Addr base, void *of)
{
	(void)data, (void)base;
	const struct search *search = of;
	const char *file = strrchr(name, '/');
	if (!file || !strstr(file, "python"))
		return DWARF_CB_OK;
	*search->runtime = find_symbol(module, "_PyRuntime");
	*search->version = find_symbol(module, "Py_Version");
	return *search->runtime ? DWARF_CB_ABORT : DWARF_CB_OK;
}

void native_python(struct native *native, uint64_t *runtime, uint64_t *version)
{
	struct search search = {runtime, version};
	dwfl_getmodules(native->dwfl, look_for_python, &search, 0);
}

/* --- the thread ------------------------------------------------------------
 */

static pid_t next_thread(Dwfl *dwfl, void *of, void **argument)
{
	const struct native *native = of;
	(void)dwfl;
	pid_t tid = *argument ? 0 : native->tid;
	*argument = of;
	return tid;
}

static bool get_thread(Dwfl *dwfl, pid_t tid, void *of, void **argument)
{
	const struct native *native = of;
	(void)dwfl;
	*argument = of;
	return tid == native->tid;
}

static bool read_word(Dwfl *dwfl, Dwarf_Addr at, Dwarf_Word *word, void *of)
{
	const struct native *native = of;
	(void)dwfl;
	return reader_memory(native->reader, at, word, sizeof(*word));
}

/* In the order in which DWARF numbers them on this machine. */
static bool set_registers(Dwfl_Thread *thread, void *of)
{
	const struct native *native = of;
	struct user_regs_struct r;
	if (!reader_registers(native->reader, &r, sizeof(r)))
		return false;
#if defined(__x86_64__)
	const Dwarf_Word words[] = {r.rax, r.rdx, r.rcx, r.rbx, r.rsi, r.rdi,
				    r.rbp, r.rsp, r.r8,	 r.r9,	r.r10, r.r11,
				    r.r12, r.r13, r.r14, r.r15, r.rip};
	return dwfl_thread_state_registers(thread, 0, COUNT(words), words);
#else
	Dwarf_Word words[32];
	for (size_t i = 0; i < 31; i++)
		words[i] = r.regs[i];
	words[31] = r.sp;
	dwfl_thread_state_register_pc(thread, r.pc);
	return dwfl_thread_state_registers(thread, 0, COUNT(words), words);
#endif
}

static const Dwfl_Thread_Callbacks thread_callbacks = {
	.next_thread = next_thread,
	.get_thread = get_thread,
	.memory_read = read_word,
	.set_initial_registers = set_registers,
};

static bool attach(struct native *native)
{
	if (!native->is_attached)
		native->is_attached =
			dwfl_attach_state(native->dwfl, NULL, native->tid,
					  &thread_callbacks, native);
	return native->is_attached;
}

/* --- the line of an address ------------------------------------------------
 */

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
	for (int i = 0; i < count && source_is_of_system(frame->file); i++) {
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
	struct native *native;
	struct arena arena;
	bool lines;
	bool read_again; /* the modules were, for this stack */
	size_t count;
};

static Dwfl_Module *module_of(struct walk *walk, Dwarf_Addr address)
{
	Dwfl *dwfl = walk->native->dwfl;
	Dwfl_Module *module = dwfl_addrmodule(dwfl, address);
	if (module || walk->read_again)
		return module;
	walk->read_again = true;
	return read_modules(walk->native) ? dwfl_addrmodule(dwfl, address)
					  : NULL;
}

static const char *file_of(Dwfl_Module *module)
{
	return dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, NULL,
				NULL);
}

/* Functions of the C library have the name of the call, or a worse one. */
static bool is_c_library(Dwfl_Module *module)
{
	const char *file = file_of(module);
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
	Dwfl_Module *module = module_of(walk, address);
	const char *name =
		module ? dwfl_module_addrname(module, address) : NULL;
	if (name)
		frame.function = name;
	if (module && walk->lines)
		find_line(module, address, &walk->arena, &frame);
	else if (module)
		frame.file = file_of(module);
	bool goes_on = reader_tell(walk->native->reader, &frame,
				   name && !is_c_library(module));
	return goes_on && ++walk->count < READER_FRAMES_MAX ? DWARF_CB_OK
							    : DWARF_CB_ABORT;
}

void native_frames(struct native *native, int tid, bool lines)
{
	struct walk walk = {.native = native, .lines = lines};
	native->tid = tid;
	if (attach(native))
		dwfl_getthread_frames(native->dwfl, tid, take_frame, &walk);
	arena_done(&walk.arena);
}
