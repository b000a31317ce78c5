/* measure ROUNDS WHAT OURS [THEIRS [BEFORE]]: runs two shell commands in turns, A B A B, each turn
 * after BEFORE that is not measured, and prints for each the medians of the time that passed and of
 * the time that the processors worked, and the peak memory; then the medians of the ratios of the
 * pairs, of both times. One command alone has no ratio. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_ROUNDS = 99 };

struct side {
	const char *command;
	double passed[MAX_ROUNDS], worked[MAX_ROUNDS]; /* seconds */
	long peak;                                     /* KB */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* The usage that wait4() tells is that of the shell and of what it waited for. */
static void run_once(struct side *side, int round)
{
	double start = now();
	pid_t pid = fork();
	struct rusage usage;
	int status;

	if (pid == 0) {
		execl("/bin/sh", "sh", "-ec", side->command, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status != 0) {
		fprintf(stderr, "measure: this failed: %s\n", side->command);
		exit(1);
	}
	side->passed[round] = now() - start;
	side->worked[round] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	if (usage.ru_maxrss > side->peak)
		side->peak = usage.ru_maxrss;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof *values, by_value);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static void print_side(struct side *side, int rounds)
{
	printf("  %7.2f s %7.2f s %5ld MB", median(side->passed, rounds),
		median(side->worked, rounds), side->peak / 1024);
}

/* Of the pairs, before the times are sorted. */
static void take_ratios(
	const struct side *ours, const struct side *theirs, int rounds, struct side *ratios)
{
	for (int i = 0; i < rounds; i++) {
		ratios->passed[i] = ours->passed[i] / theirs->passed[i];
		ratios->worked[i] = ours->worked[i] / theirs->worked[i];
	}
}

int main(int argc, char **argv)
{
	static struct side ours, theirs, before, ratios;
	int rounds = argc >= 4 && argc <= 6 ? atoi(argv[1]) : 0;

	if (rounds < 1 || rounds > MAX_ROUNDS) {
		fprintf(stderr, "usage: %s ROUNDS WHAT OURS [THEIRS [BEFORE]]\n", argv[0]);
		return 2;
	}
	ours.command = argv[3];
	theirs.command = argc > 4 ? argv[4] : NULL;
	before.command = argc > 5 ? argv[5] : ":";
	for (int i = 0; i < rounds; i++) {
		run_once(&before, i);
		run_once(&ours, i);
		if (theirs.command)
			run_once(&theirs, i);
	}
	printf("%-42s", argv[2]);
	if (theirs.command)
		take_ratios(&ours, &theirs, rounds, &ratios);
	print_side(&ours, rounds);
	if (theirs.command) {
		print_side(&theirs, rounds);
		printf("  %6.2f %6.2f", median(ratios.passed, rounds),
			median(ratios.worked, rounds));
	}
	printf("\n");
	return 0;
}
