// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: any octets as COSE; nothing opens but what was sealed.

#include "ns3/cose.h"

#include "ns3/object-opener.h"
#include "ns3/object-sealer.h"

#include <cstdlib>

using namespace ns3::iomt;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    static const ObjectKey KEY = DeriveObjectKey("aes-128-ccm", ToBytes("kid"), ToBytes("secret"));
    const Bytes bytes(data, data + size);
    DecodeCoseSign1(bytes);
    const auto object = DecodeCoseEncrypt0(bytes);
    if (object)
    {
        CoseHeaders unprotected = object->headers;
        unprotected.algorithm.reset();
        unprotected.contentFormat.reset();
        CoseHeaders authenticated;
        authenticated.algorithm = object->headers.algorithm;
        authenticated.contentFormat = object->headers.contentFormat;
        const auto again = DecodeCoseEncrypt0(EncodeCoseEncrypt0(EncodeCoseProtected(authenticated),
                                                                 unprotected,
                                                                 object->payload,
                                                                 true));
        if (!again || again->payload != object->payload ||
            again->headers.kid != object->headers.kid)
        {
            std::abort();
        }
    }
    ObjectOpener opener("aes-128-ccm");
    opener.AddKey(KEY);
    const OpenedObject opened = opener.Open(COSE_ENCRYPT0, bytes, "topic");
    // Other encodings of the same object may open, as to its plaintext and nothing else.
    if (opened.status == OpenStatus::OK && opened.plaintext != ToBytes("plaintext"))
    {
        std::abort();
    }
    return 0;
}
