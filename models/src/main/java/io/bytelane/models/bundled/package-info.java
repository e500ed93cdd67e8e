/// The networks and images that come with Bytelane: four small float classifiers in ONNX, images to
/// calibrate and to test them, and the outputs that another runtime computed for them. Sources and
/// licences are named in `README.md` beside the files.
package io.bytelane.models.bundled;
