/* within MB COMMAND...: runs the command, and complains when it took more than MB megabytes of
 * memory at its peak (under sanitizers, which take their own, it only runs it). The status is the
 * command's, or 99. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct rusage usage;
	pid_t pid;
	int status;

	if (argc < 3) {
		fprintf(stderr, "usage: within MB COMMAND...\n");
		return 2;
	}
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status))
		return 99;
	if (!getenv("ASAN_OPTIONS") && usage.ru_maxrss / 1024 > atol(argv[1])) {
		printf("within: it took %ld MB\n", usage.ru_maxrss / 1024);
		return 99;
	}
	return WEXITSTATUS(status);
}
