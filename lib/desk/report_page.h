/* Style and script of the HTML page; see report_html.c. Colours differ in lightness too, and shapes or patterns repeat what
 * they say. */
#ifndef FB_REPORT_PAGE_H
#define FB_REPORT_PAGE_H

extern const char page_style[], page_script[];

#endif
