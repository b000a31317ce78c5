#include "sample-data/export.h"

#include <iconv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"

/* --- cells --- */

struct line {
	struct buf *out;
	const char *end;
	bool is_started;
};

static void put_cell(struct line *line, const char *text)
{
	if (line->is_started)
		buf_add_char(line->out, ',');
	line->is_started = true;
	if (!text[strcspn(text, ",\"\r\n")]) {
		buf_add_text(line->out, text);
		return;
	}
	buf_add_char(line->out, '"');
	for (; *text; text++) {
		if (*text == '"')
			buf_add_char(line->out, '"');
		buf_add_char(line->out, *text);
	}
	buf_add_char(line->out, '"');
}

static void __attribute__((format(printf, 2, 3)))
put_cellf(struct line *line, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	put_cell(line, text ? text : "");
	free(text);
}

static void end_line(struct line *line)
{
	buf_add_text(line->out, line->end);
	line->is_started = false;
}

static void put_header(struct line *line, const char *const *names)
{
	for (; *names; names++)
		put_cell(line, *names);
	end_line(line);
}

static void put_number(struct line *line, int number)
{
	if (number)
		put_cellf(line, "%d", number);
	else
		put_cell(line, "");
}

static void put_iso(struct line *line, int64_t instant)
{
	char text[DATE_TEXT];

	put_cell(line, instant == NEVER ? "" : instant_write(text, instant, true));
}

/* As Excel shows an instant in Chinese. */
static void put_excel(struct line *line, int64_t instant)
{
	struct civil t;

	if (instant == NEVER) {
		put_cell(line, "");
		return;
	}
	t = instant_civil(instant);
	put_cellf(line, "%d/%d/%d %d:%02d", t.year, t.month, t.day, t.hour, t.minute);
}

static const char *product_of(
	const struct shop *shop, const struct complaint *complaint, enum product_column column)
{
	return shop->products.rows[complaint->product][column];
}

/* Where the customer lives; a store's complaints belong to the store's region. */
static const char *region_of(const struct shop *shop, const struct complaint *complaint)
{
	return complaint->system == SYSTEM_STORE
		       ? shop->merchants.rows[complaint->merchant][1]
		       : shop->regions.rows[shop->customers[complaint->customer].region][0];
}

/* --- the hotline --- */

static const char *const HOTLINE_HEADER[] = {"Ticket ID", "Created time", "Ticket type", "Channel",
	"Customer ID", "Requester", "Phone", "Order number", "Product", "Product category", "Store",
	"Region", "Description", "Requested resolution", "Priority", "Group", "Agent", "Status",
	"First response", "Resolved time", "Callback date", "Resolution", "Satisfaction Score",
	"Escalated", "Reopens", NULL};

static const char *hotline_status(const struct complaint *complaint)
{
	if (complaint->is_withdrawn)
		return "Cancelled";
	if (complaint->closed != NEVER)
		return complaint->followed != NEVER ? "Closed" : "Resolved";
	return complaint->first != NEVER ? "In progress" : "Open";
}

static void put_hotline(
	struct line *line, const struct shop *shop, const struct complaint *complaint, int number)
{
	static const char *const PRIORITIES[] = {"Low", "Medium", "High", "Urgent"};
	const struct customer *customer = &shop->customers[complaint->customer];

	put_cellf(line, "HL-%06d", 100200 + number);
	put_iso(line, complaint->received);
	put_cell(line, complaint->other == NO_CAUSE ? "Complaint"
						    : shop->others.rows[complaint->other][0]);
	put_cell(line, "Phone");
	put_cellf(line, "KH%05zu", complaint->customer * 13 + 10007);
	put_cell(line, customer->name);
	put_cell(line, customer->phone);
	if (complaint->order % 10 < 7)
		put_cellf(line, "%llu", (unsigned long long)complaint->order);
	else
		put_cell(line, "");
	put_cell(line, product_of(shop, complaint, PRODUCT_NAME));
	put_cell(line, product_of(shop, complaint, PRODUCT_CATEGORY));
	put_cell(line, shop->merchants.rows[complaint->merchant][0]);
	put_cell(line, region_of(shop, complaint));
	put_cell(line, complaint->text);
	put_cell(line, complaint->demand);
	put_cell(line, PRIORITIES[complaint->severity - 1]);
	put_cell(line, shop->departments.rows[complaint->department][0]);
	put_cell(line, complaint->handler);
	put_cell(line, hotline_status(complaint));
	put_iso(line, complaint->first);
	put_iso(line, complaint->closed);
	put_iso(line, complaint->followed);
	put_cell(line, complaint->outcome);
	put_number(line, complaint->satisfaction);
	put_cell(line, complaint->is_escalated ? "yes" : "no");
	put_cellf(line, "%d", complaint->reopened);
	end_line(line);
}

void export_hotline(const struct complaints *complaints, const struct shop *shop, struct buf *out)
{
	struct line line = {out, "\n", false};
	int number = 0;

	put_header(&line, HOTLINE_HEADER);
	for (size_t i = 0; i < complaints->n; i++)
		if (complaints->rows[i].system == SYSTEM_HOTLINE)
			put_hotline(&line, shop, &complaints->rows[i], ++number);
}

/* --- the site --- */

static const char *const WEB_HEADER[] = {"投诉编号", "投诉时间", "投诉渠道", "会员号", "客户姓名",
	"手机号", "订单编号", "商品名称", "商品类目", "店铺名称", "所属区域", "投诉内容",
	"客户诉求", "紧急程度", "处理部门", "处理人", "投诉状态", "首次响应时间", "办结时间",
	"回访时间", "处理结果", "满意度", "退款金额", "赔付金额", "是否升级投诉", NULL};

static const char *web_status(const struct complaint *complaint)
{
	if (complaint->is_withdrawn)
		return "已撤销";
	if (complaint->closed != NEVER)
		return "已办结";
	return complaint->first != NEVER ? "处理中" : "待处理";
}

static void put_phone(struct line *line, const struct complaint *complaint, const char *phone)
{
	if (complaint->is_masked)
		put_cellf(line, "%.3s****%s", phone, phone + 7);
	else
		put_cell(line, phone);
}

/* Two rows that somebody typed over. */
static void put_received(struct line *line, const struct complaint *complaint, int number)
{
	if (number == 412)
		put_cell(line, "2025/2/30 10:05");
	else if (number == 873)
		put_cell(line, "待补");
	else
		put_excel(line, complaint->received);
}

static void put_web(
	struct line *line, const struct shop *shop, const struct complaint *complaint, int number)
{
	static const char *const CHANNELS[] = {"官网", "APP", "小程序", "在线客服"};
	static const char *const LEVELS[] = {"一般", "较大", "重大", "紧急"};
	static const char *const WORDS[] = {"", "非常不满意", "不满意", "一般", "满意", "非常满意"};
	const struct customer *customer = &shop->customers[complaint->customer];
	struct civil t = instant_civil(complaint->received);

	put_cellf(line, "WS%02d%02d%05d", t.year % 100, t.month, number);
	put_received(line, complaint, number);
	put_cell(line, CHANNELS[complaint->order % 4]);
	put_cellf(line, "u%06zx", complaint->customer * 7919 % 0xfffff7);
	put_cell(line, customer->name);
	put_phone(line, complaint, customer->phone);
	put_cellf(line, "\t%llu", (unsigned long long)complaint->order);
	put_cell(line, product_of(shop, complaint, PRODUCT_NAME));
	put_cell(line, product_of(shop, complaint, PRODUCT_CATEGORY));
	put_cell(line, shop->merchants.rows[complaint->merchant][0]);
	put_cell(line, region_of(shop, complaint));
	put_cell(line, complaint->text);
	put_cell(line, complaint->demand);
	put_cell(line, LEVELS[complaint->severity - 1]);
	put_cell(line, shop->departments.rows[complaint->department][0]);
	put_cell(line, complaint->handler);
	put_cell(line, web_status(complaint));
	put_excel(line, complaint->first);
	put_excel(line, complaint->closed);
	put_excel(line, complaint->followed);
	put_cell(line, complaint->outcome);
	put_cell(line, WORDS[complaint->satisfaction]);
	put_number(line, complaint->refund);
	put_number(line, complaint->compensation);
	put_cell(line, complaint->is_escalated ? "是" : "否");
	end_line(line);
}

static int to_gbk(const struct buf *text, struct buf *out, struct err *err)
{
	iconv_t converter = iconv_open("GBK", "UTF-8");
	char *from = text->data;
	size_t n = text->len;
	size_t room = n;
	char *to;
	int status = 0;

	if (converter == (iconv_t)-1)
		return err_errno(err, "cannot convert to GBK");
	buf_reserve(out, room);
	to = out->data;
	if (iconv(converter, &from, &n, &to, &room) == (size_t)-1)
		status = err_errno(err, "cannot convert '%.20s' to GBK", from);
	out->len = (size_t)(to - out->data);
	iconv_close(converter);
	return status;
}

int export_web(const struct complaints *complaints, const struct shop *shop, struct buf *out,
	struct err *err)
{
	struct buf text = {0};
	struct line line = {&text, "\r\n", false};
	int number = 0, status;

	put_header(&line, WEB_HEADER);
	for (size_t i = 0; i < complaints->n; i++)
		if (complaints->rows[i].system == SYSTEM_WEB)
			put_web(&line, shop, &complaints->rows[i], ++number);
	status = to_gbk(&text, out, err);
	buf_release(&text);
	return status;
}

/* --- orders --- */

void export_orders(const struct shop *shop, struct buf *out)
{
	buf_add_text(out, "month,product,orders,units,users\n");
	for (int month = 0; month < N_MONTHS; month++)
		for (size_t p = 0; p < N_PRODUCTS; p++) {
			uint32_t orders = shop->orders[month][p];

			if (orders)
				buf_format(out, "%d-%02d,%s,%u,%u,%u\n", month_year(month),
					month_of_year(month), shop->products.rows[p][PRODUCT_NAME],
					orders, orders + orders / (17 + (uint32_t)p * 5),
					shop->users[month][p]);
		}
}
