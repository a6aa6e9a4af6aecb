// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let http: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }
let asyncAlgorithms: Target.Dependency = .product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// The commands that ask and manage: two lines each over `Commands`.
let commands = [
    "create-db", "migrate", "dump", "load", "stats", "latest", "grep", "replay", "extract", "verify", "quarantine",
    "gaps", "expire", "feeds",
]

let package = Package(
    name: "datanommer",
    products: [.library(name: "DatanommerModels", targets: ["DatanommerModels"])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms.git", exact: "1.1.4"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(name: "CLibCrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CHiRedis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CLibMariaDB", providers: [.apt(["libmariadb-dev"])]),
        .systemLibrary(name: "CLibCurl", providers: [.apt(["libcurl4-openssl-dev"])]),

        // Arrows point down only: each target depends on some above it in this list.
        .target(name: "Executors", swiftSettings: strict),
        .target(name: "JSONText", swiftSettings: strict),
        .target(name: "Salt", dependencies: ["JSONText"], swiftSettings: strict),
        .target(name: "HTTP", dependencies: ["CLibCurl", "Executors"], swiftSettings: strict),
        .target(name: "SQL", dependencies: ["CLibPQ", "Executors", grdb], swiftSettings: strict),
        .target(name: "Flow", dependencies: ["CPCRE2", "JSONText", "SQL"], swiftSettings: strict),
        .target(name: "Signatures", dependencies: ["CLibCrypto", "JSONText"], swiftSettings: strict),
        .target(
            name: "Migrations", path: "migrations",
            resources: [.copy("postgresql"), .copy("sqlite")], swiftSettings: strict),
        .target(
            name: "DatanommerModels", dependencies: ["Flow", "SQL", "JSONText", "CLibCrypto", "Migrations", "Salt"],
            swiftSettings: strict),
        .target(
            name: "Extraction", dependencies: ["JSONText", yams],
            resources: [.copy("Rules/extraction.yaml")], swiftSettings: strict),
        .target(name: "Bus", dependencies: ["CZeroMQ", "Executors", "Salt", logging], swiftSettings: strict),
        .target(name: "Spool", dependencies: ["Bus", "Executors"], swiftSettings: strict),
        .target(name: "Settings", dependencies: [yams], swiftSettings: strict),
        .target(
            name: "Backends",
            dependencies: [
                "Bus", "CHiRedis", "CLibMariaDB", "Executors", "Flow", "HTTP", "JSONText", "SQL", "Settings",
                "Signatures", logging,
            ] + http,
            swiftSettings: strict),
        .target(name: "Monitor", dependencies: http, swiftSettings: strict),
        .target(
            name: "Commands",
            dependencies: [
                "Bus", "DatanommerModels", "Extraction", "JSONText", "SQL", "Settings", "Signatures", argumentParser,
            ],
            swiftSettings: strict),
        .target(
            name: "Daemon",
            dependencies: [
                "Backends", "Bus", "Commands", "DatanommerModels", "Executors", "Flow", "HTTP", "JSONText", "Monitor",
                "SQL", "Settings", "Spool",
                argumentParser, asyncAlgorithms, lifecycle, logging, signals,
            ],
            swiftSettings: strict),
        .executableTarget(name: "datanommer", dependencies: ["Commands"], swiftSettings: strict),
        .executableTarget(name: "datanommer-consumer", dependencies: ["Commands", "Daemon"], swiftSettings: strict),
    ]
        + commands.map { command in
            .executableTarget(name: "datanommer-\(command)", dependencies: ["Commands"], swiftSettings: strict)
        } + [
            .target(name: "DatanommerTesting", dependencies: ["Bus", "JSONText", "SQL"], swiftSettings: strict),
            // make bench
            .executableTarget(
                name: "bench",
                dependencies: [
                    "Backends", "Bus", "CLibCrypto", "CZeroMQ", "Commands", "DatanommerModels", "DatanommerTesting",
                    "Flow", "JSONText", "SQL", "Salt", "Settings", "Signatures", "Spool", argumentParser, logging,
                    sqlite,
                ],
                path: "Benchmarks", exclude: ["Original"], swiftSettings: strict),
            // Ten million odd inputs: make fuzz.
            .executableTarget(
                name: "fuzz",
                dependencies: [
                    "Bus", "Commands", "DatanommerModels", "DatanommerTesting", "Extraction", "Flow", "JSONText", "SQL",
                    "Salt", "Settings", "Signatures", argumentParser,
                ],
                path: "Tests/Fuzzing", swiftSettings: strict),
            .testTarget(
                name: "JSONTextTests", dependencies: ["JSONText"], resources: [.copy("Vectors")],
                swiftSettings: strict),
            .testTarget(
                name: "ExtractionTests", dependencies: ["Extraction", "JSONText"],
                resources: [.copy("Messages")], swiftSettings: strict),
            .testTarget(
                name: "FlowTests", dependencies: ["DatanommerTesting", "Flow", "JSONText", "SQL"],
                resources: [.copy("Vectors")],
                swiftSettings: strict),
            .testTarget(name: "SQLTests", dependencies: ["DatanommerTesting", "SQL"], swiftSettings: strict),
            .testTarget(
                name: "DatanommerModelsTests",
                dependencies: ["DatanommerModels", "DatanommerTesting", "Flow", "JSONText", "SQL"],
                resources: [.copy("Vectors")], swiftSettings: strict),
            .testTarget(
                name: "SignaturesTests", dependencies: ["DatanommerTesting", "JSONText", "Signatures"],
                resources: [.copy("Vectors")],
                swiftSettings: strict),
            .testTarget(
                name: "SaltTests", dependencies: ["DatanommerModels", "JSONText", "Salt"],
                resources: [.copy("Vectors")], swiftSettings: strict),
            .testTarget(name: "SettingsTests", dependencies: ["Settings"], swiftSettings: strict),
            .testTarget(
                name: "BusTests", dependencies: ["Bus", "DatanommerTesting", logging], exclude: ["Vectors"],
                swiftSettings: strict),
            .testTarget(
                name: "HTTPTests", dependencies: ["DatanommerTesting", "HTTP"], exclude: ["Server"],
                swiftSettings: strict),
            .testTarget(
                name: "BackendsTests",
                dependencies: [
                    "Backends", "Bus", "DatanommerTesting", "Flow", "JSONText", "SQL", "Settings", "Signatures",
                    logging,
                ],
                swiftSettings: strict),
            .testTarget(
                name: "MonitorTests", dependencies: ["DatanommerTesting", "Monitor"], swiftSettings: strict),
            .testTarget(
                name: "SpoolTests", dependencies: ["Bus", "DatanommerTesting", "Spool"], swiftSettings: strict),
            .testTarget(
                name: "DaemonTests",
                dependencies: [
                    "Bus", "Daemon", "DatanommerModels", "DatanommerTesting", "Flow", "JSONText", "Monitor", "SQL",
                    "Settings",
                ],
                exclude: ["Vectors"], swiftSettings: strict),
            // These two run the built programs as processes of their own.
            .testTarget(
                name: "CommandsTests",
                dependencies: [
                    "Bus", "Commands", "DatanommerModels", "DatanommerTesting", "Flow", "JSONText", "SQL", logging,
                ],
                swiftSettings: strict),
            .testTarget(
                name: "AcceptanceTests",
                dependencies: ["Bus", "DatanommerModels", "DatanommerTesting", "Flow", "JSONText", "SQL"],
                exclude: ["Publisher"], swiftSettings: strict),
        ],
    swiftLanguageModes: [.v6]
)
