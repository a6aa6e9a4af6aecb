// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Signatures

extension SignatureSettings {
    /// The settings of an own authority.
    init(_ pki: OwnPKI, anchor: String = "ca", hasCRL: Bool = false) {
        self.init()
        caFile = pki.path("\(anchor).crt")
        crlFile = hasCRL ? pki.path("crl.pem") : nil
    }
}
