#include "cmd/interrupt.h"

#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"

/* Set before the handler is, and not changed any more. */
static struct {
	char path[PATH_MAX];
	dev_t device;
	ino_t inode;
} unfinished;

/* Only what is safe in a handler. The name may by now be another's: the store has been finished,
 * and removed, and somebody makes it again. The handler has been reset, so that the signal ends the
 * process as soon as this returns. */
static void remove_unfinished(int number)
{
	struct stat is;

	if (stat(unfinished.path, &is) == 0 && is.st_dev == unfinished.device &&
		is.st_ino == unfinished.inode)
		unlink(unfinished.path);
	raise(number);
}

/* Who started us with the signal ignored (nohup) wants the run to go on. */
static void watch(int number)
{
	struct sigaction was, is = {.sa_handler = remove_unfinished, .sa_flags = (int)SA_RESETHAND};

	sigemptyset(&is.sa_mask);
	if (sigaction(number, NULL, &was) == 0 && was.sa_handler == SIG_DFL)
		sigaction(number, &is, NULL);
}

void interrupt_removes(const struct store *store)
{
	static const int NUMBERS[] = {SIGINT, SIGTERM, SIGHUP};
	const char *path = store_unfinished(store);
	struct stat is;

	if (!path || strlen(path) >= sizeof unfinished.path || stat(path, &is) < 0)
		return;
	memcpy(unfinished.path, path, strlen(path) + 1);
	unfinished.device = is.st_dev;
	unfinished.inode = is.st_ino;
	for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
		watch(NUMBERS[i]);
}
