/// Figures as PNG files, drawn with XChart and without a display. Charts are panels of one sheet,
/// so that what belongs together is one file.
package io.bytelane.models.figure;
