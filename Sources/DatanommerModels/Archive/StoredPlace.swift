// SPDX-License-Identifier: Apache-2.0

/// Where a new message is put: its position, and the numbers of its names and source.
struct StoredPlace {
    let position: Int64
    let topic: Int64?
    let category: Int64?
    let certificate: Int64?
    let source: Int64?
    let users: ArraySlice<Int64?>
    let packages: ArraySlice<Int64?>
}
