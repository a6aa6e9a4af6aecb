// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

@Suite struct `salt-eventsd's configuration` {
    private static let whole = #"""
        general:
            sock_dir: /var/run/salt/master
            node: master
            max_workers: 100
            event_limit: 10
            dump_timer: 60
            state_file: /var/run/salt-eventsd.status
            state_timer: 25
            stat_worker: True
            backends: [New_Job_Worker, Own_Worker]
        worker_credentials:
            all: {hostname: db, username: salt, password: "a'b", database: events}
            Elasticsearch_Worker: {host: es, port: 9201}
        events:
            new job:
                tag: salt/job/[0-9]*/new
                backend: New_Job_Worker
                dict_name: data
                fields: [jid, user]
                mysql_tab: cmd_hist
                template: insert into {0} (jid, user) values ('{1}', '{2}');
                subs:
                    raid:
                        fun: wputil\.check
                        backend: Minion_Sub_Worker
                        fields: [id, return]
                        mysql_tab: worker
                        template: insert into {0} values ('{1}', '{2}');
                    state: {tag: raid, backend: Own_Worker, prio: 1}
            search:
                tag: salt/.*
                backend: Elasticsearch_Worker
                index: returns
                type: job
                ignore: [saltutil.find_job]
                color: red
        """#

    @Test func `becomes feeds that do the same`() throws {
        let imported = try EventsdImport(yaml: Self.whole, file: "eventsd")
        let settings = try Settings(yaml: imported.yaml, file: "imported")
        let feeds = Dictionary(uniqueKeysWithValues: settings.feeds.map { ($0.name, $0) })
        #expect(feeds.keys.sorted() == ["new_job", "new_job.raid", "new_job.state", "search"])
        let job = try #require(feeds["new_job"])
        #expect(job.select.tag == "salt/job/[0-9]*/new" && job.batch.limit == 10 && job.batch.within == .seconds(60))
        guard case .mariadb(let database) = job.backend, case .salt(let row) = database.row else {
            return #expect(Bool(false), "\(job.backend)")
        }
        #expect(database.host == "db" && database.user == "salt" && database.password == "a'b")
        #expect(row.worker == .newJob && row.table == "cmd_hist" && row.fields == ["jid", "user"])
        #expect(row.template == "insert into {0} (jid, user) values ('{1}', '{2}');")
        let raid = try #require(feeds["new_job.raid"])
        #expect(raid.select.tag == "salt/job/[0-9]*/new" && raid.select.fun == #"wputil\.check"#)
        let state = try #require(feeds["new_job.state"])
        #expect(state.select.conditions == [.init(path: "msg.tag", test: .matches("raid"))] && state.prio)
        #expect(settings.statistics.every == .seconds(25))
        #expect(settings.statistics.file == "/var/run/salt-eventsd.status" && settings.statistics.backend != nil)
    }

    @Test func `is told where feeds differ`() throws {
        let remarks = try EventsdImport(yaml: Self.whole, file: "eventsd").remarks
        #expect(
            remarks.map(\.key) == [
                "events.new job", "events.new job.raid", "events.new job.state", "events.new job.state.backend",
                "events.search.color", "events.search.backend", "general.event_limit", "general.max_workers",
                "general.sock_dir",
            ])
        #expect(remarks.allSatisfy { !$0.text.isEmpty && !$0.text.contains("a'b") })
    }

    @Test(arguments: [
        ("events: {a: {tag: b}}", "events.a.backend"), ("events: [a]", "events"),
        ("events: {a: {backend: B, prio: x}}", "events.a.prio"),
        ("events: {a: {backend: B, fields: {x: y}}}", "events.a.fields"), ("a: [", nil),
    ])
    func `that cannot be read is an error with the place`(yaml: String, key: String?) {
        let error = #expect(throws: SettingsError.self) { try EventsdImport(yaml: yaml, file: "eventsd") }
        #expect(error?.file == "eventsd" && error?.key == key)
    }

    @Test func `without entries has no feeds`() throws {
        for yaml in ["", "general: {}", "events:"] {
            let imported = try EventsdImport(yaml: yaml, file: "eventsd")
            #expect(try Settings(yaml: imported.yaml, file: "imported").feeds.isEmpty && imported.remarks.isEmpty)
        }
    }
}
