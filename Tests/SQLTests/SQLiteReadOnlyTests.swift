// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

/// Each in a process of its own, which gives up being root: root may write everything.
@Suite struct `A SQLite file that may not be written` {
    @Test func `is read in a folder where nothing can be made`() async {
        await #expect(processExitsWith: .success) {
            try await expectReadOnly(folder: 0o555, file: 0o444, isOpenElsewhere: false)
        }
    }

    @Test func `is read in a folder where something can be made`() async {
        await #expect(processExitsWith: .success) {
            try await expectReadOnly(folder: 0o777, file: 0o444, isOpenElsewhere: false)
        }
    }

    @Test func `is read while another writes it`() async {
        await #expect(processExitsWith: .success) {
            try await expectReadOnly(folder: 0o555, file: 0o444, isOpenElsewhere: true)
        }
    }

    @Test func `since its folder may not, is read`() async {
        await #expect(processExitsWith: .success) {
            try await expectReadOnly(folder: 0o555, file: 0o666, isOpenElsewhere: false)
        }
    }

    @Test func `nor read, is an error`() async {
        await #expect(processExitsWith: .success) {
            let folder = try ScratchFolder()
            defer { folder.remove() }
            let path = try await makeFile(in: folder)
            chmod(path, 0o000)
            chmod(folder.path, 0o555)
            try giveUpRoot()
            defer { regainRoot() }
            let error = await #expect(throws: DatabaseError.self) {
                try await Database(DatabaseURL("sqlite:///\(path)")).withConnection { _ in }
            }
            try #require(error?.message.hasPrefix("SQLite cannot open \(path)") == true)
            try #require(error?.isRetryable == false)
        }
    }
}

/// Makes a file with one row, takes the right to write it, and expects that it can be read and not written.
private func expectReadOnly(folder folderMode: mode_t, file fileMode: mode_t, isOpenElsewhere: Bool) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let path = try await makeFile(in: folder)
    let writer = Database(try DatabaseURL("sqlite:///\(path)"))
    if isOpenElsewhere { try await writer.withConnection { try $0.execute("INSERT INTO t VALUES (2)") } }
    chmod(path, fileMode)
    chmod(folder.path, folderMode)
    try giveUpRoot()
    defer { regainRoot() }

    let database = Database(try DatabaseURL("sqlite:///\(path)"))
    let read = try await database.transaction { try $0.execute("SELECT id FROM t") }
    try #require(read == (isOpenElsewhere ? [1, 2] : [1]).map { Row(values: [.integer($0)]) })
    let error = await #expect(throws: DatabaseError.self) {
        try await database.withConnection { try $0.execute("INSERT INTO t VALUES (3)") }
    }
    try #require(error?.code == .readOnly)
    try #require(error?.isRetryable == true)
    withExtendedLifetime(writer) {}
}

private func makeFile(in folder: ScratchFolder) async throws -> String {
    let path = folder.path + "/a.db"
    var options = DatabaseOptions()
    options.mayCreate = true
    try await Database(DatabaseURL("sqlite:///\(path)"), options: options).withConnection {
        try $0.run(script: "CREATE TABLE t (id integer); INSERT INTO t VALUES (1)")
    }
    return path
}

private func giveUpRoot() throws {
    guard geteuid() == 0 else { return }
    // The user `nobody`, on every Linux.
    try #require(seteuid(65_534) == 0)
}

private func regainRoot() {
    _ = seteuid(getuid())
}
