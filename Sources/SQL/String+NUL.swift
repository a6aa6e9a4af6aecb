// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension String {
    /// Whether there is a NUL character in it. `strlen` looks at many bytes at once, `contains` at one.
    var containsNUL: Bool {
        withCString { strlen($0) } != utf8.count
    }
}
