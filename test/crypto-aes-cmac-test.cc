// SPDX-License-Identifier: GPL-2.0-only

// AES-128-CMAC against RFC 4493, 4.

#include "ns3/aes-cmac.h"
#include "ns3/bytes.h"
#include "ns3/operation-counts.h"
#include "ns3/test.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

struct Vector
{
    std::size_t size; //!< octets of the one message of all examples
    const char* tag;
    uint64_t blocks;
};

const Vector VECTORS[] = {
    {0, "bb1d6929e95937287fa37d129b756746", 2},
    {16, "070a16b46b4d4144f79bdd9dd04a287c", 2},
    {40, "dfa66747de9ae63030ca32611497c827", 4},
    {64, "51f0bebf7e3b9d92fc49741779363cfe", 5},
};

class CmacVectors : public TestCase
{
  public:
    CmacVectors()
        : TestCase("RFC 4493, examples 1 to 4, and the blocks they take")
    {
    }

  private:
    void DoRun() override
    {
        const Bytes octets = FromHex("2b7e151628aed2a6abf7158809cf4f3c");
        std::array<uint8_t, 16> key;
        std::copy(octets.begin(), octets.end(), key.begin());
        const Bytes message =
            FromHex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
        for (const Vector& vector : VECTORS)
        {
            const OperationScope scope;
            const auto tag = AesCmac(key, message.data(), vector.size);
            NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(tag.begin(), tag.end())), vector.tag, vector.size);
            NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::AES_BLOCK),
                                  vector.blocks,
                                  "blocks of " << vector.size << " octets");
        }
    }
};

class CmacSuite : public TestSuite
{
  public:
    CmacSuite()
        : TestSuite("iomt-aes-cmac", TestSuite::Type::UNIT)
    {
        AddTestCase(new CmacVectors);
    }
};

const CmacSuite SUITE;

} // namespace
