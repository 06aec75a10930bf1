/* The page's filter by product and period: the counts it works on, as JSON, and its script. See report_inside.h.
 *
 *     {"days":["2025-11-17",…],"products":[…],"topics":[…],"rows":[[day,product,topic,negative,judged],…]}
 *
 * days are the points of the chart within the period; a product beyond the thirty commonest is the last one, "others". */
#include <stdlib.h>

#include "base/num.h"
#include "base/sort.h"
#include "desk/report_inside.h"

enum { PRODUCTS = 30 };

struct table {
	struct report *r;
	const struct chart *c;
	uint32_t product[PRODUCTS];
	size_t products;
	bool others;
	struct map topic;       /* code → index */
	struct map row;         /* (day, product, topic) → index */
	struct explore_row {
		uint32_t key[3];
		uint64_t negative, judged;
	} *rows;
	size_t n, cap;
};

static void
list_products(struct table *t)
{
	const enum dim d = DIM_PRODUCT;
	struct cond c = judged_in(t->r, t->r->days);
	size_t n;
	struct group_row *row = tally_by(t->r->t, &c, &d, 1, false, &n);
	for (size_t i = 0; i < n && i < PRODUCTS; i++)
		t->product[t->products++] = row[i].code[0];
	t->others = n > PRODUCTS;
	free(row);
}

static void
list_topics(struct table *t)
{
	const enum dim d = DIM_TOPIC;
	struct cond c = judged_in(t->r, t->r->days);
	size_t n;
	struct group_row *row = tally_by(t->r->t, &c, &d, 1, false, &n);
	for (size_t i = 0; i < n; i++)
		map_put(&t->topic, (struct fb_str){ (const char *)&row[i].code[0], sizeof row[i].code[0] }, NULL)->value = i;
	free(row);
}

static void
add_cell(void *arg, const struct cell *cell)
{
	struct table *t = arg;
	uint32_t topic = cell_code(cell, DIM_TOPIC), product = 0, point = 0;
	bool made;
	while (product < t->products && t->product[product] != cell->product)
		product++;
	while (point + 1 < t->c->n && t->c->point[point].days.last < cell->day)
		point++;
	const struct map_entry *at = map_find(&t->topic, (struct fb_str){ (const char *)&topic, sizeof topic });
	struct explore_row r = { { point, product, at ? (uint32_t)at->value : 0 }, 0, 0 };
	struct map_entry *m = map_put(&t->row, (struct fb_str){ (const char *)r.key, sizeof r.key }, &made);
	if (made) {
		m->value = t->n;
		t->rows = xgrow(t->rows, &t->cap, t->n + 1, sizeof *t->rows);
		t->rows[t->n++] = r;
	}
	t->rows[m->value].judged += cell->count;
	if (cell_code(cell, DIM_SENTIMENT) == SENTIMENT_NEGATIVE)
		t->rows[m->value].negative += cell->count;
}

static int
by_key(const void *a, const void *b)
{
	const struct explore_row *x = a, *y = b;
	for (int i = 0; i < 3; i++)
		if (x->key[i] != y->key[i])
			return x->key[i] < y->key[i] ? -1 : 1;
	return 0;
}

/* Text of a JSON string inside a script element: "</" must not come. */
static void
name_of(struct buf *b, struct fb_str s)
{
	struct buf json = { 0 };
	json_text(&json, s);
	for (size_t i = 0; i < json.n; i++)
		if (json.p[i] == '<')
			buf_text(b, "\\u003c");
		else
			buf_char(b, json.p[i]);
	buf_free(&json);
}

static void
write_table(struct buf *b, struct table *t)
{
	buf_text(b, "{\"days\":[");
	for (size_t i = 0; i < t->c->n; i++) {
		struct buf day = { 0 };
		if (t->c->point[i].days.first == t->c->point[i].days.last)
			day_text(&day, t->c->point[i].days.first, t->r->lang);
		else
			period_text(&day, t->c->point[i].days, t->r->lang);
		if (i)
			buf_char(b, ',');
		json_text(b, buf_str(&day));
		buf_free(&day);
	}
	buf_text(b, "],\n\"products\":[");
	for (size_t i = 0; i < t->products + t->others; i++) {
		if (i)
			buf_char(b, ',');
		name_of(b, i < t->products ? value_name(t->r, DIM_PRODUCT, t->product[i]) : word(t->r, W_EXPLORE_OTHERS));
	}
	buf_text(b, "],\n\"topics\":[");
	for (size_t i = 0; i < t->topic.n; i++) {
		uint32_t code;
		memcpy(&code, t->topic.entry[i].key.p, sizeof code);
		if (i)
			buf_char(b, ',');
		name_of(b, value_name(t->r, DIM_TOPIC, code));
	}
	buf_text(b, "],\n\"rows\":[");
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, "%s[%u,%u,%u,%llu,%llu]", i ? "," : "", t->rows[i].key[0], t->rows[i].key[1], t->rows[i].key[2],
		    (unsigned long long)t->rows[i].negative, (unsigned long long)t->rows[i].judged);
	buf_text(b, "]}");
}

void
explore_make(struct report *r)
{
	struct table t = { .r = r, .c = r->chart };
	if (!r->chart || !has(r, COL_PRODUCT) || !has(r, COL_TOPIC) || r->explore.n)
		return;
	list_products(&t);
	list_topics(&t);
	struct cond c = judged_in(r, r->days);
	tally_scan(r->t, &c, add_cell, &t);
	if (t.n)
		sort_items(t.rows, t.n, sizeof *t.rows, by_key);
	write_table(&r->explore, &t);
	free(t.rows);
	map_free(&t.topic);
	map_free(&t.row);
}

static void
choice(struct buf *b, const struct report *r, const char *id, enum word label)
{
	buf_printf(b, "<label>%s <select id=\"%s\"><option value=\"-1\">%s</option></select></label> ", word(r, label).p, id,
	    word(r, W_EXPLORE_ALL).p);
}

void
explore_html(struct buf *b, const struct report *r)
{
	static const enum word column[] = { W_COL_TOPIC, W_COL_JUDGED, W_COL_NEGATIVE, W_COL_SHARE };
	if (!r->explore.n)
		return;
	buf_printf(b, "<section id=\"explore\" class=\"script\"><h2>%s</h2>\n<p>", word(r, W_EXPLORE).p);
	choice(b, r, "explore-product", W_COL_PRODUCT);
	choice(b, r, "explore-from", W_COL_DAY);
	choice(b, r, "explore-to", W_COL_TO);
	buf_printf(b, "</p>\n<p id=\"explore-sum\" role=\"status\" data-words=\"%s\"></p>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">"
		      "<table><caption>%s</caption><thead><tr>", word(r, W_EXPLORE_SUM).p, word(r, W_EXPLORE).p, word(r, W_TOPICS).p);
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		buf_printf(b, "<th scope=\"col\"%s>%s</th>", i ? " class=\"r\"" : "", word(r, column[i]).p);
	buf_printf(b, "</tr></thead><tbody id=\"explore-rows\"></tbody></table></div>\n"
		      "<script type=\"application/json\" id=\"explore-data\">%.*s</script></section>\n", (int)r->explore.n, r->explore.p);
}

/* Wilson's interval again, for what is chosen; numbers as the rest of the page has them. */
const char explore_script[] =
    "(function(){\n"
    "var g=function(i){return document.getElementById(i)},e=g('explore-data');if(!e)return;\n"
    "var d=JSON.parse(e.textContent),p=g('explore-product'),a=g('explore-from'),z=g('explore-to');\n"
    "function fill(s,list){list.forEach(function(t,i){s.add(new Option(t,i))})}\n"
    "fill(p,d.products);fill(a,d.days);fill(z,d.days);\n"
    "function share(k,n){if(!n)return'–';var Z=1.959963984540054,q=k/n,m=q+Z*Z/(2*n),h=Z*Math.sqrt(q*(1-q)/n+Z*Z/(4*n*n)),D=1+Z*Z/n;\n"
    "var f=n<2000?0:1,zh=document.documentElement.lang==='zh-CN';function x(v){return(100*v).toFixed(f)}\n"
    "return x(q)+(zh?'%（':'\\u00a0% (')+x(Math.max(0,(m-h)/D))+'–'+x(Math.min(1,(m+h)/D))+(zh?'）':')')}\n"
    "function number(v){return v.toLocaleString('en')}\n"
    "function show(){var P=+p.value,A=+a.value,E=z.value<0?1e9:+z.value,t={},k=0,n=0;\n"
    "d.rows.forEach(function(r){if((P<0||r[1]===P)&&r[0]>=A&&r[0]<=E){var x=t[r[2]]||(t[r[2]]=[0,0]);x[0]+=r[3];x[1]+=r[4];k+=r[3];n+=r[4]}});\n"
    "var s=g('explore-sum'),w=[number(k),number(n),share(k,n)];\n"
    "s.textContent=s.dataset.words.replace(/\\{(\\d)\\}/g,function(m,i){return w[i]});var b=g('explore-rows');b.textContent='';\n"
    "Object.keys(t).sort(function(i,j){return t[j][0]-t[i][0]||t[j][1]-t[i][1]}).forEach(function(i){var r=b.insertRow(),h=document.createElement('th');\n"
    "h.scope='row';h.textContent=d.topics[i];r.appendChild(h);[number(t[i][1]),number(t[i][0]),share(t[i][0],t[i][1])].forEach(function(v){var c=r.insertCell();\n"
    "c.className='r';c.textContent=v})})}\n"
    "[p,a,z].forEach(function(s){s.onchange=show});show();\n"
    "})();\n";
