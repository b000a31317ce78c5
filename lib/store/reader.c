#include "store/reader.h"

#include "store/internal.h"

int reader_init(struct reader *reader, struct sql *sql, struct err *err)
{
	reader->facts = stmt_prepare(sql, "SELECT * FROM complaint WHERE id = ?", err);
	reader->narrative =
		reader->facts
			? stmt_prepare(sql, "SELECT * FROM narrative WHERE complaint = ?", err)
			: NULL;
	return reader->narrative ? 0 : -1;
}

void reader_release(struct reader *reader)
{
	stmt_free(reader->facts);
	stmt_free(reader->narrative);
	*reader = (struct reader){0};
}

int reader_facts(struct reader *reader, int64_t id, int64_t fact[N_FACTS], struct err *err)
{
	int status;

	stmt_reset(reader->facts);
	stmt_bind_integer(reader->facts, 1, id);
	status = stmt_step(reader->facts, err);
	if (status == 0)
		err_set(err, "the store is damaged: no complaint %lld", (long long)id);
	if (status <= 0)
		return -1;
	for (int i = 0; i < N_FACTS; i++)
		fact[i] = read_number(reader->facts, i);
	stmt_reset(reader->facts);
	return 0;
}

int reader_complaint(
	struct reader *reader, int64_t id, struct complaint *complaint, struct err *err)
{
	int status;

	if (reader_facts(reader, id, complaint->fact, err) < 0)
		return -1;
	stmt_reset(reader->narrative);
	stmt_bind_integer(reader->narrative, 1, id);
	status = stmt_step(reader->narrative, err);
	if (status == 0)
		err_set(err, "the store is damaged: complaint %lld has no narrative",
			(long long)id);
	if (status <= 0)
		return -1;
	for (int i = 0; i < N_NARRATIVES; i++)
		complaint->narrative[i] = read_span(reader->narrative, 1 + i);
	complaint->twin = read_number(reader->narrative, 1 + N_NARRATIVES);
	return 0;
}
