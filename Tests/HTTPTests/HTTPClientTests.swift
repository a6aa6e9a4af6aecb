// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

@testable import HTTP
