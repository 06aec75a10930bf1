/* Training of models that are not of classes (kind.h): ranks, several labels, numbers. Used by train.c only. */
#ifndef FB_TRAINING_KINDS_H
#define FB_TRAINING_KINDS_H

#include "learn/training.h"

/* A number, or a list of labels, as it is read: FB_REFUSE where it is none, or as training_label. `new`: a label may be one that no
 * record before had. */
int training_kinds_read(struct training *t, struct fb_str label, bool new, struct fb_err *e);

/* Once all are read and the labels sorted: their order, and what each record says. FB_EDATA where there is too little, or no order. */
int training_kinds_truth(struct training *t, struct kind_truth *truth, struct fb_err *e);

/* Choose, fit, and compose the model into *file. */
void training_kinds_learn(struct training *t, struct dataset *d, struct kind_truth *truth, const struct select_options *how, struct buf *log,
    struct buf *file);

void training_kinds_free(struct kind_truth *truth);

#endif
