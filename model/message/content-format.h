// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CONTENT_FORMAT_H
#define IOMT_CONTENT_FORMAT_H

#include <cstdint>

namespace ns3::iomt
{

/// CoAP Content-Formats (IANA, "CoAP Content-Formats").
enum ContentFormat : uint16_t
{
    TEXT_PLAIN = 0,     //!< text/plain; charset=utf-8 (RFC 7252)
    COSE_ENCRYPT0 = 16, //!< application/cose; cose-type="cose-encrypt0" (RFC 9052)
    COSE_SIGN1 = 18,    //!< application/cose; cose-type="cose-sign1" (RFC 9052)
    OCTET_STREAM = 42,  //!< application/octet-stream (RFC 7252)
    JSON = 50,          //!< application/json (RFC 7252), as FHIR over CoAP
    CBOR = 60,          //!< application/cbor (RFC 8949)
    COSE_ENCRYPT = 96,  //!< application/cose; cose-type="cose-encrypt" (RFC 9052)
    SENML_CBOR = 112    //!< application/senml+cbor (RFC 8428)
};

} // namespace ns3::iomt

#endif // IOMT_CONTENT_FORMAT_H
