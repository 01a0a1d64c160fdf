/* power: what a process of the lab gives up before it does anything.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order matters. The user changes while the process may still do so; that
 * takes its capabilities and its dumpability away, so they come after it. The
 * filter comes last: it refuses some of the calls that are made here.
 *
 * Root's own programs must see root's files and have root's ports, and yet not
 * be root: capabilities for that are left to them as ambient ones, which
 * execve(2) hands on. Those over files count only for files of users and groups
 * that the lab's namespace knows, and what can be written is settled by the
 * mounts; those over the network count for the lab's, for it has no other.
 */
#include "lab/inside/power.h"

#include "base/mem.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Noreturn void fail(void)
{
	_exit(126);
}

static void become(uid_t user)
{
	if (syscall(SYS_setresgid, user, user, user) < 0 ||
	    syscall(SYS_setresuid, user, user, user) < 0)
		fail();
}

/* Sets have two words; what is kept is in the first. */
static void bound_capabilities(uint32_t kept)
{
	for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		if (cap >= 32 || !(kept & 1U << cap))
			prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
}

static void keep_capabilities(uint32_t kept)
{
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {
		{.effective = kept, .permitted = kept, .inheritable = kept},
	};
	if (syscall(SYS_capset, &header, sets) < 0)
		fail();
	for (int cap = 0; cap < 32; cap++)
		if (kept & 1U << cap)
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0);
}

/* Over files those of the machine's root; over networks those that are the
 * lab's, where nobody else's packets are. */
static uint32_t kept_capabilities(bool is_root, bool sees_all)
{
	uint32_t kept = 0;
	if (sees_all)
		kept |= 1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH;
	if (is_root)
		kept |= 1U << CAP_NET_BIND_SERVICE | 1U << CAP_NET_RAW;
	return kept;
}

static void limit(enum inhabitant who)
{
	size_t count;
	const struct confine_limit *limits = confine_limits(&count);
	for (size_t i = 0; i < count; i++) {
		struct rlimit now;
		rlim_t most = limits[i].most[who];
		if (!most || getrlimit(limits[i].resource, &now) < 0)
			continue;
		now.rlim_max = now.rlim_max < most ? now.rlim_max : most;
		now.rlim_cur = now.rlim_cur < most ? now.rlim_cur : most;
		setrlimit(limits[i].resource, &now);
	}
}

/* The calls of x32 have the numbers of x86-64 and a bit. */
static char *name_of(uint32_t arch, int number)
{
#if defined(__x86_64__)
	if (arch == SCMP_ARCH_X86_64 && number & __X32_SYSCALL_BIT)
		arch = SCMP_ARCH_X32;
#endif
	return seccomp_syscall_resolve_num_arch(arch, number);
}

/* The first argument of socketcall(2), in linux/net.h. */
enum { SOCKETCALL_SOCKET = 1 };

/* An answer that a call may have from the kernel, too, is told. */
static bool is_told(const struct confine_refusal *row)
{
	return row->error == EPERM;
}

static bool is_about(const struct confine_refusal *row, const char *name,
		     const uint64_t *args)
{
	return !strcmp(row->call, name) &&
	       (args[row->argument] & row->mask) == row->value &&
	       (!row->besides || args[row->besides]);
}

/* libseccomp has the rules of socket(2) for this one, too; of what lies in
 * memory a filter knows nothing. */
bool power_hides_socket(uint32_t arch, int number, const uint64_t *args)
{
	AUTO_FREE char *name = name_of(arch, number);
	return name && !strcmp(name, "socketcall") &&
	       args[0] == SOCKETCALL_SOCKET;
}

const struct confine_refusal *power_leaves(enum inhabitant who, uint32_t arch,
					   int number, const uint64_t *args)
{
	size_t count;
	const struct confine_refusal *rows = confine_refusals(&count);
	AUTO_FREE char *name = name_of(arch, number);
	for (size_t i = 0; name && i < count; i++)
		if (rows[i].who & 1U << who && is_told(&rows[i]) &&
		    is_about(&rows[i], name, args))
			return &rows[i];
	return NULL;
}

static int refuse(scmp_filter_ctx filter, const struct confine_refusal *row,
		  bool stop)
{
	int number = seccomp_syscall_resolve_name(row->call);
	if (number == __NR_SCMP_ERROR)
		return 0; // one that this machine does not have
	uint32_t action = stop && is_told(row)
				  ? SCMP_ACT_TRACE(0)
				  : SCMP_ACT_ERRNO((uint32_t)row->error);
	const struct scmp_arg_cmp compared[] = {
		SCMP_CMP64(row->argument, SCMP_CMP_MASKED_EQ, row->mask,
			   row->value),
		SCMP_CMP64(row->besides, SCMP_CMP_NE, 0, 0),
	};
	unsigned used = !row->mask ? 0 : row->besides ? 2 : 1;
	return seccomp_rule_add_array(filter, action, number, used, compared);
}

/* Programs of the machine's other word size have the same calls by other
 * numbers. */
static void add_architectures(scmp_filter_ctx filter)
{
#if defined(__x86_64__)
	seccomp_arch_add(filter, SCMP_ARCH_X86);
	seccomp_arch_add(filter, SCMP_ARCH_X32);
#elif defined(__aarch64__)
	seccomp_arch_add(filter, SCMP_ARCH_ARM);
#endif
	seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
			 SCMP_ACT_ERRNO(ENOSYS));
}

static bool load_filter(const struct power *power)
{
	size_t count;
	unsigned who = 1U << power->who;
	const struct confine_refusal *rows = confine_refusals(&count);
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		fail();
	add_architectures(filter);
	for (size_t i = 0; i < count; i++)
		if (rows[i].who & who &&
		    refuse(filter, &rows[i], power->is_told) < 0)
			fail();
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	int error = seccomp_load(filter);
	seccomp_release(filter);
	return !error;
}

bool power_can_refuse(void)
{
	uint32_t action = SECCOMP_RET_ERRNO;
	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

bool power_give_up(const struct power *power)
{
	bool is_root = !geteuid() && power->who == INHABITANT_PROGRAM;
	bool sees_all = power->user && is_root;
	uint32_t kept = kept_capabilities(is_root, sees_all);
	if (power->limited)
		limit(power->who);
	bound_capabilities(kept);
	prctl(PR_SET_KEEPCAPS, sees_all, 0, 0, 0);
	if (power->user)
		become(power->user);
	keep_capabilities(kept);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0)
		fail();
	return load_filter(power);
}
