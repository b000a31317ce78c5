/* Runs a command and lets one of its system calls fail, or kills it there: a full disk, a broken
 * one, a power cut, each at a chosen place. Sees every call of every thread and library, by a
 * seccomp filter that asks this process.
 *
 *	disturb [-r] [-e ERROR] [-f FIRST] [-l LAST] [-c FILE] [-d MS] COMMAND [ARGUMENT]...
 *
 * Counted are calls that write (write, pwrite, fsync, ftruncate, rename, ...; with -r those that
 * read a file below the current folder), but not those to stderr or memory. From the FIRST to the
 * LAST they fail with ERROR: ENOSPC, EIO, ...; or KILL: before that call; or TORN: after half of
 * it. -c notes in FILE how many there were, and what was hit. -d lets every one take that long.
 * Exit status: the command's, 128 + N after signal N; 77 where the system has no such filters. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_FILTERS = 77, MOST_CALLS = 32, KILL = -1, TORN = -2 };

static const struct call {
	int number;
	const char *name;
	bool has_fd; /* as its first argument */
} WRITES[] =
	{
		{SYS_write, "write", true},
		{SYS_writev, "writev", true},
		{SYS_pwrite64, "pwrite", true},
		{SYS_pwritev, "pwritev", true},
		{SYS_fsync, "fsync", true},
		{SYS_fdatasync, "fdatasync", true},
		{SYS_ftruncate, "ftruncate", true},
		{SYS_fallocate, "fallocate", true},
		{SYS_linkat, "linkat", false},
#ifdef SYS_rename
		{SYS_rename, "rename", false},
#endif
		{SYS_renameat, "renameat", false},
		{SYS_renameat2, "renameat2", false},
		{0, NULL, false},
},
  READS[] = {
	  {SYS_read, "read", true},
	  {SYS_pread64, "pread", true},
	  {SYS_readv, "readv", true},
	  {0, NULL, false},
};

static const struct {
	const char *name;
	int value;
} ERRORS[] = {
	{"ENOSPC", ENOSPC},
	{"EIO", EIO},
	{"EDQUOT", EDQUOT},
	{"KILL", KILL},
	{"TORN", TORN},
};

struct faults {
	const struct call *calls;
	bool is_read;
	int error;
	long first, last, n; /* calls are counted from 1 */
	const char *notes_path;
	int delay; /* milliseconds */
	char folder[PATH_MAX], hit[PATH_MAX + 64];
	pid_t child;
	int listener;
};

static int give_up(const char *what)
{
	fprintf(stderr, "disturb: %s: %s\n", what, strerror(errno));
	return errno == EINVAL || errno == ENOSYS || errno == EPERM || errno == EACCES ? NO_FILTERS
										       : 125;
}

static int find_error(const char *name)
{
	for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
		if (!strcmp(name, ERRORS[i].name))
			return ERRORS[i].value;
	fprintf(stderr, "disturb: unknown error '%s'\n", name);
	exit(125);
}

/* ---- in the command's process ---- */

static int install_filter(const struct call *calls)
{
	struct sock_filter code[2 * MOST_CALLS + 2];
	struct sock_fprog program = {.filter = code};
	unsigned short n = 0;

	code[n++] = (struct sock_filter)BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (; calls->name; calls++) {
		code[n++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls->number, 0, 1);
		code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
	}
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return (int)syscall(
		SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

/* The descriptor, or an errno where it is -1, with one message over a socket. */
static void send_listener(int socket, int listener)
{
	int failed = listener < 0 ? errno : 0;
	char control[CMSG_SPACE(sizeof listener)] = "";
	struct iovec text = {&failed, sizeof failed};
	struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1};
	struct cmsghdr *part;

	if (listener >= 0) {
		message.msg_control = control;
		message.msg_controllen = sizeof control;
		part = CMSG_FIRSTHDR(&message);
		part->cmsg_level = SOL_SOCKET;
		part->cmsg_type = SCM_RIGHTS;
		part->cmsg_len = CMSG_LEN(sizeof listener);
		memcpy(CMSG_DATA(part), &listener, sizeof listener);
	}
	if (sendmsg(socket, &message, 0) < 0 || listener < 0)
		_exit(NO_FILTERS);
	close(listener);
	close(socket);
}

static void become(const struct call *calls, int socket, char **command)
{
	send_listener(socket, install_filter(calls));
	execvp(command[0], command);
	_exit(127);
}

/* ---- in this one ---- */

static int receive_listener(int socket)
{
	int failed = 0, listener = -1;
	char control[CMSG_SPACE(sizeof listener)] = "";
	struct iovec text = {&failed, sizeof failed};
	struct msghdr message = {.msg_iov = &text,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control};
	struct cmsghdr *part;

	if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) <= 0)
		return -1;
	part = CMSG_FIRSTHDR(&message);
	errno = failed;
	if (!failed && part)
		memcpy(&listener, CMSG_DATA(part), sizeof listener);
	return listener;
}

static void read_link(const struct faults *faults, int fd, char path[PATH_MAX])
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)faults->child, fd);
	n = readlink(link, path, PATH_MAX - 1);
	path[n > 0 ? n : 0] = '\0';
}

static const struct call *find_call(const struct faults *faults, int number)
{
	const struct call *call = faults->calls;

	while (call->name && call->number != number)
		call++;
	return call;
}

static bool counts(const struct faults *faults, const struct call *call, int fd, const char *path)
{
	size_t n = strlen(faults->folder);

	if (!call->has_fd)
		return true;
	if (!faults->is_read)
		return fd != STDERR_FILENO && strncmp(path, "/memfd:", 7) != 0;
	return !strncmp(path, faults->folder, n) && path[n] == '/';
}

/* Half of what the command wanted to write. */
static void write_half(const struct faults *faults, const struct seccomp_notif *asked)
{
	size_t n = (size_t)asked->data.args[2] / 2;
	char *bytes = malloc(n + 1);
	struct iovec local = {bytes, n}, remote = {(void *)(uintptr_t)asked->data.args[1], n};
	int process = (int)syscall(SYS_pidfd_open, faults->child, 0);
	int fd = (int)syscall(SYS_pidfd_getfd, process, (int)asked->data.args[0], 0);

	if (bytes && process_vm_readv(faults->child, &local, 1, &remote, 1, 0) == (ssize_t)n) {
		if (asked->data.nr == SYS_pwrite64)
			(void)!pwrite(fd, bytes, n, (off_t)asked->data.args[3]);
		else if (asked->data.nr == SYS_write)
			(void)!write(fd, bytes, n);
	}
	free(bytes);
	if (fd >= 0)
		close(fd);
	if (process >= 0)
		close(process);
}

static void strike(
	struct faults *faults, const struct seccomp_notif *asked, struct seccomp_notif_resp *answer)
{
	if (faults->error > 0) {
		answer->flags = 0;
		answer->error = -faults->error;
		return;
	}
	if (faults->error == TORN)
		write_half(faults, asked);
	kill(faults->child, SIGKILL);
}

static void answer_call(struct faults *faults)
{
	struct seccomp_notif asked = {0};
	struct seccomp_notif_resp answer = {.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
	const struct call *call;
	char path[PATH_MAX] = "";

	if (ioctl(faults->listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) < 0)
		return;
	answer.id = asked.id;
	call = find_call(faults, asked.data.nr);
	if (call->has_fd)
		read_link(faults, (int)asked.data.args[0], path);
	if (counts(faults, call, (int)asked.data.args[0], path)) {
		faults->n++;
		if (faults->delay)
			usleep((useconds_t)faults->delay * 1000);
		if (faults->n >= faults->first && faults->n <= faults->last) {
			if (!*faults->hit)
				snprintf(
					faults->hit, sizeof faults->hit, "%s %s", call->name, path);
			strike(faults, &asked, &answer);
		}
	}
	ioctl(faults->listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

static int watch(struct faults *faults)
{
	struct pollfd event = {.fd = faults->listener, .events = POLLIN};
	int status;

	while (poll(&event, 1, -1) >= 0 || errno == EINTR) {
		if (event.revents & POLLIN)
			answer_call(faults);
		else if (event.revents)
			break;
	}
	if (waitpid(faults->child, &status, 0) < 0)
		return give_up("waiting");
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void write_notes(const struct faults *faults)
{
	FILE *out = faults->notes_path ? fopen(faults->notes_path, "w") : NULL;

	if (!out)
		return;
	fprintf(out, "%ld %s\n", faults->n, faults->hit);
	fclose(out);
}

static int run(struct faults *faults, char **command)
{
	int sockets[2];
	int status;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
		return give_up("socketpair");
	faults->child = fork();
	if (faults->child < 0)
		return give_up("fork");
	if (faults->child == 0)
		become(faults->calls, sockets[1], command);
	close(sockets[1]);
	faults->listener = receive_listener(sockets[0]);
	if (faults->listener < 0) {
		status = give_up("seccomp");
		waitpid(faults->child, NULL, 0);
		return status;
	}
	status = watch(faults);
	write_notes(faults);
	return status;
}

int main(int argc, char **argv)
{
	struct faults faults = {.calls = WRITES, .error = EIO};
	int option;

	while ((option = getopt(argc, argv, "+re:f:l:c:d:")) != -1) {
		switch (option) {
		case 'r':
			faults.calls = READS, faults.is_read = true;
			break;
		case 'e':
			faults.error = find_error(optarg);
			break;
		case 'f':
			faults.first = faults.last = strtol(optarg, NULL, 10);
			break;
		case 'l':
			faults.last = strtol(optarg, NULL, 10);
			break;
		case 'c':
			faults.notes_path = optarg;
			break;
		case 'd':
			faults.delay = (int)strtol(optarg, NULL, 10);
			break;
		default:
			return 125;
		}
	}
	if (optind == argc || !getcwd(faults.folder, sizeof faults.folder))
		return give_up("COMMAND is missing");
	return run(&faults, argv + optind);
}
