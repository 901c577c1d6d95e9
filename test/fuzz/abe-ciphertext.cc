// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: any octets as a key, a header or a ciphertext of attribute-based encryption.
// What is read is written the same, and nothing opens but what was sealed.

#include "ns3/abe-encoding.h"
#include "ns3/abe-kem.h"

#include <cstdlib>
#include <random>

using namespace ns3::iomt;

namespace
{

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

/// Someone who may read one ciphertext.
struct Reader
{
    explicit Reader(const std::string& scheme)
        : kem(scheme)
    {
        std::mt19937_64 engine(1);
        const AbeRandom random = [&engine] { return engine(); };
        const bool cp = kem.Scheme().GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
        const AbeAttributes universe =
            kem.Scheme().NeedsUniverse() ? AbeAttributes{"a", "b", "c"} : AbeAttributes{};
        const AbeAuthority authority = kem.Setup(universe, random);
        const std::string policy = "a or 2 of (a, b, c)";
        const std::string attributes = "a, b";
        key = kem.KeyGen(authority.masterKey, cp ? attributes : policy, {}, random);
        sealed = kem.Seal(authority.publicKey,
                          cp ? policy : attributes,
                          "",
                          "aes-128-gcm",
                          {},
                          ToBytes("plaintext"),
                          random);
        Require(kem.Open(key, {}, sealed) == ToBytes("plaintext"));
    }

    AbeKem kem;
    AbeObject key;
    Bytes sealed;
};

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    static const Reader READERS[] = {Reader("fabeo-cp"),
                                     Reader("fabeo-kp"),
                                     Reader("bsw07"),
                                     Reader("gpsw06")};
    const Bytes octets(data, data + size);
    std::size_t used = 0;
    const auto object = DecodeAbePrefix(data, size, used);
    if (!object)
    {
        return 0;
    }
    Require(used <= size && EncodeAbe(*object) == Bytes(data, data + used));
    Require(DecodeAbe(octets).has_value() == (used == size));
    for (const Reader& reader : READERS)
    {
        if (reader.kem.Scheme().Name() == object->scheme)
        {
            const auto opened = reader.kem.Open(reader.key, {}, octets);
            Require(opened.has_value() == (octets == reader.sealed));
        }
    }
    return 0;
}
