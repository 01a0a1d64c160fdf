/* broker: Debian's mosquitto, run privately for one talk.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It has a folder, a port, passwords and an access list of its own, and knows
 * nothing of one that the machine may run besides. Who gives the talk may do
 * all below its topic. A student may read the run, and write below one topic
 * that ends in the name that the broker knows them by; votes nobody reads but
 * the talk. Run by root it becomes the user mosquitto, whose the files then
 * are.
 */
#include "ui/share/broker.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_PORT = 1884, FIRST_PAGE_PORT = 8000, PORTS = 100 };

static const char *const files[] = {"conf", "passwords", "access", "log",
				    "page/index.html"};
static const char page_folder[] = "page";

/* --- secrets ---------------------------------------------------------------
 */

bool broker_draw(char *out, size_t digits, struct err *err)
{
	unsigned char random[BROKER_SECRET];
	if (getrandom(random, digits, 0) != (ssize_t)digits)
		return FAILURE(err, "draw-number",
			       SLOT_TEXT("reason", strerror(errno)));
	for (size_t i = 0; i < digits; i++)
		out[i] = "0123456789abcdef"[random[i] % 16];
	out[digits] = '\0';
	return true;
}

/* No letter looks like another one from the last row. */
bool broker_draw_code(char out[BROKER_CODE + 1], struct err *err)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
	unsigned char random[BROKER_CODE];
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return FAILURE(err, "draw-code",
			       SLOT_TEXT("reason", strerror(errno)));
	for (size_t i = 0; i < BROKER_CODE; i++)
		out[i] = letters[random[i] % (sizeof(letters) - 1)];
	out[BROKER_CODE] = '\0';
	return true;
}

/* --- the port --------------------------------------------------------------
 */

static bool is_free(const char *address, int port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
	if (*address)
		inet_pton(AF_INET, address, &to.sin_addr);
	bool is_ours =
		fd >= 0 &&
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ==
			0 &&
		bind(fd, (const struct sockaddr *)&to, sizeof(to)) == 0 &&
		listen(fd, 1) == 0;
	if (fd >= 0)
		close(fd);
	return is_ours;
}

/* Two talks that begin at once look at other ports first. */
static bool find_port(const char *address, int first, int *port,
		      struct err *err)
{
	int begin = getpid() % PORTS;
	for (int i = 0; i < PORTS; i++) {
		*port = first + (begin + i) % PORTS;
		if (is_free(address, *port))
			return true;
	}
	const struct slot from = SLOT_NUMBER("first", first);
	const struct slot to = SLOT_NUMBER("last", first + PORTS - 1);
	if (!*address)
		return FAILURE(err, "share-no-port", from, to);
	return FAILURE(err, "share-no-port-on", from, to,
		       SLOT_TEXT("address", address));
}

static bool find_ports(struct broker *broker, struct err *err)
{
	const char *address = broker->address;
	struct in_addr known;
	if (*address && inet_pton(AF_INET, address, &known) != 1)
		return FAILURE(err, "share-address",
			       SLOT_TEXT("address", address));
	return find_port(address, FIRST_PORT, &broker->port, err) &&
	       find_port(address, FIRST_PAGE_PORT, &broker->page_port, err);
}

/* --- the files -------------------------------------------------------------
 */

/* Nobody else reads them; mosquitto does, when it is another user. */
static bool write_file(const struct broker *broker, const char *name,
		       const struct buf *text, struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/%s", broker->folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = fd >= 0 &&
		  write(fd, text->data, text->len) == (ssize_t)text->len;
	if (fd >= 0 && close(fd) < 0)
		ok = false;
	return ok || FAILURE(err, "write-file", SLOT_TEXT("path", path),
			     SLOT_TEXT("reason", strerror(errno)));
}

static bool write_conf(const struct broker *broker, struct err *err)
{
	struct buf text = {0};
	// What listens elsewhere than is said would be a surprise.
	buf_printf(&text,
		   "listener %d%s%s\n"
		   "socket_domain ipv4\n"
		   "protocol websockets\n"
		   "http_dir %s/%s\n"
		   "listener %d%s%s\n"
		   "socket_domain ipv4\n"
		   "protocol mqtt\n"
		   "allow_anonymous false\n"
		   "password_file %s/passwords\n"
		   "acl_file %s/access\n"
		   "log_dest file %s/log\n"
		   "persistence false\n"
		   "sys_interval 0\n"
		   "max_queued_messages 0\n"
		   "set_tcp_nodelay true\n",
		   broker->page_port, *broker->address ? " " : "",
		   broker->address, broker->folder, page_folder, broker->port,
		   *broker->address ? " " : "", broker->address, broker->folder,
		   broker->folder, broker->folder);
	bool ok = write_file(broker, "conf", &text, err);
	buf_done(&text);
	return ok;
}

static bool write_access(const struct broker *broker, struct err *err)
{
	struct buf text = {0};
	const char *code = broker->code;
	buf_printf(&text,
		   "user talk\ntopic readwrite sockstep/%s/#\n"
		   "user room\ntopic read sockstep/%s/run/#\n"
		   "topic read sockstep/%s/page/#\n"
		   "topic read sockstep/%s/state\n"
		   "pattern write sockstep/%s/vote/%%c\n",
		   code, code, code, code, code);
	bool ok = write_file(broker, "access", &text, err);
	buf_done(&text);
	return ok;
}

static bool write_page(const struct broker *broker, const struct buf *page,
		       struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/%s", broker->folder, page_folder);
	if (mkdir(path, 0700) < 0)
		return FAILURE(err, "make-folder", SLOT_TEXT("path", path),
			       SLOT_TEXT("reason", strerror(errno)));
	return write_file(broker, "page/index.html", page, err);
}

extern char **environ;

/* mosquitto_passwd(1) puts digests in the place of passwords. */
static bool write_passwords(const struct broker *broker, struct err *err)
{
	struct buf text = {0};
	buf_printf(&text, "talk:%s\nroom:%s\n", broker->secret, broker->code);
	bool ok = write_file(broker, "passwords", &text, err);
	buf_done(&text);
	AUTO_FREE char *path = xprintf("%s/passwords", broker->folder);
	char name[] = "mosquitto_passwd", option[] = "-U";
	char *words[] = {name, option, path, NULL};
	pid_t pid;
	int status = 0;
	if (!ok)
		return false;
	int error = posix_spawnp(&pid, name, NULL, NULL, words, environ);
	if (!error && waitpid(pid, &status, 0) == pid && status == 0)
		return true;
	if (error == ENOENT)
		return FAILURE(err, "share-no-passwd");
	if (!error)
		return FAILURE(err, "share-no-digests");
	return FAILURE(err, "share-passwd",
		       SLOT_TEXT("reason", strerror(error)));
}

static void hand_over(const struct broker *broker)
{
	const struct passwd *who =
		geteuid() == 0 ? getpwnam("mosquitto") : NULL;
	if (!who)
		return;
	for (size_t i = 0; i < COUNT(files); i++) {
		AUTO_FREE char *path =
			xprintf("%s/%s", broker->folder, files[i]);
		(void)!chown(path, who->pw_uid, who->pw_gid);
	}
	AUTO_FREE char *pages = xprintf("%s/%s", broker->folder, page_folder);
	(void)!chown(pages, who->pw_uid, who->pw_gid);
	(void)!chown(broker->folder, who->pw_uid, who->pw_gid);
}

/* It stands where the path of an ordinary user does not lead. */
static const char *find_program(void)
{
	static const char *const places[] = {"/usr/sbin/mosquitto",
					     "/usr/local/sbin/mosquitto",
					     "/usr/bin/mosquitto"};
	for (size_t i = 0; i < COUNT(places); i++) {
		if (access(places[i], X_OK) == 0)
			return places[i];
	}
	return NULL;
}

bool broker_prepare(struct broker *broker, const char *address,
		    const struct buf *page, struct err *err)
{
	*broker = (struct broker){.program = find_program()};
	if (!broker->program)
		return FAILURE(err, "share-no-mosquitto");
	snprintf(broker->address, sizeof(broker->address), "%s",
		 address ? address : "");
	if (!find_ports(broker, err) || !broker_draw_code(broker->code, err) ||
	    !broker_draw(broker->secret, BROKER_SECRET, err))
		return false;
	snprintf(broker->folder, sizeof(broker->folder),
		 "/tmp/sockstep-room-XXXXXX");
	if (!mkdtemp(broker->folder))
		return FAILURE(err, "make-tmp-folder",
			       SLOT_TEXT("reason", strerror(errno)));
	bool ok = write_conf(broker, err) && write_access(broker, err) &&
		  write_page(broker, page, err) && write_passwords(broker, err);
	if (ok)
		hand_over(broker);
	else
		broker_remove(broker);
	return ok;
}

/* --- the process -----------------------------------------------------------
 */

pid_t broker_start(const struct broker *broker)
{
	AUTO_FREE char *conf = xprintf("%s/conf", broker->folder);
	pid_t parent = getpid(), pid = fork();
	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	int null = open("/dev/null", O_RDWR);
	if (getppid() != parent || null < 0)
		_exit(1);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	close_fds(3, ~0U, 0);
	execl(broker->program, "mosquitto", "-c", conf, (char *)NULL);
	_exit(1);
}

bool broker_runs(pid_t pid)
{
	return pid > 0 && waitpid(pid, NULL, WNOHANG) == 0;
}

void broker_stop(pid_t pid)
{
	if (!broker_runs(pid))
		return;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

void broker_remove(const struct broker *broker)
{
	for (size_t i = 0; i < COUNT(files); i++) {
		AUTO_FREE char *path =
			xprintf("%s/%s", broker->folder, files[i]);
		unlink(path);
	}
	AUTO_FREE char *pages = xprintf("%s/%s", broker->folder, page_folder);
	rmdir(pages);
	rmdir(broker->folder);
}
