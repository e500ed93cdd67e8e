/// Readers and writers of the plain data formats that come with networks: IDX image and label files
/// (the format of MNIST, also gzip-compressed) and NumPy `.npy` arrays.
///
/// Every reader checks the whole header, and the length of the data against it, before it builds
/// anything, and names the file in each error. A file that is not what it should be gives
/// [io.bytelane.models.data.InvalidDataException]; a file that cannot be read gives the
/// [java.io.IOException] of the file system.
package io.bytelane.models.data;
