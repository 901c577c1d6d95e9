// SPDX-License-Identifier: GPL-2.0-only

// The cryptographic toolbox of Secure Connections against the sample data of the Core
// specification (Vol 3, Part H, Appendix D.2 to D.5).

#include "ns3/ble-smp-toolbox.h"
#include "ns3/bytes.h"
#include "ns3/operation-counts.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>
#include <string_view>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

template <class Array>
Array
FromSpec(std::string_view hex)
{
    const Bytes octets = FromHex(hex);
    Array value{};
    std::copy_n(octets.begin(), std::min(octets.size(), value.size()), value.begin());
    return value;
}

template <class Array>
std::string
Hex(const Array& value)
{
    return ToHex(Bytes(value.begin(), value.end()));
}

const auto U = FromSpec<BleCoordinate>("20b003d2f297be2c5e2c83a7e9f9a5b9"
                                       "eff49111acf4fddbcc0301480e359de6");
const auto V = FromSpec<BleCoordinate>("55188b3d32f6bb9a900afcfbeed4e72a"
                                       "59cb9ac2f19d7cfb6b4fdd49f47fc5fd");
const auto DHKEY = FromSpec<BleCoordinate>("ec0234a357c8ad05341010a60a397d9b"
                                           "99796b13b4f866f1868d34f373bfa698");
const auto N1 = FromSpec<BleKey>("d5cb8454d177733effffb2ec712baeab");
const auto N2 = FromSpec<BleKey>("a6e8e7cc25a75f6e216583f7ff3dc4cf");
const auto A1 = FromSpec<BleSmpAddress>("0056123737bfce");
const auto A2 = FromSpec<BleSmpAddress>("00a713702dcfc1");

class ToolboxSamples : public TestCase
{
  public:
    ToolboxSamples()
        : TestCase("f4, f5, f6 and g2 of Vol 3, Part H, Appendix D")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Hex(BleSmpF4(U, V, N1, 0)),
                              "f2c916f107a9bd1cf1eda1bea974872d",
                              "D.2, f4");
        const BleSmpKeys keys = BleSmpF5(DHKEY, N1, N2, A1, A2);
        NS_TEST_EXPECT_MSG_EQ(Hex(keys.ltk), "6986791169d7cd23980522b594750a38", "D.3, f5, LTK");
        NS_TEST_EXPECT_MSG_EQ(Hex(keys.macKey), "2965f176a1084a02fd3f6a20ce636e20", "D.3, MacKey");
        const BleKey r = FromSpec<BleKey>("12a3343bb453bb5408da42d20c2d0fc8");
        const BleIoCap ioCap{0x01, 0x01, 0x02};
        NS_TEST_EXPECT_MSG_EQ(Hex(BleSmpF6(keys.macKey, N1, N2, r, ioCap, A1, A2)),
                              "e3c473989cd0e8c5d26c0b09da958f61",
                              "D.4, f6");
        const uint32_t number = BleSmpG2(U, V, N1, N2);
        NS_TEST_EXPECT_MSG_EQ(number, 0x2f9ed5ba, "D.5, g2");
        NS_TEST_EXPECT_MSG_EQ(BleComparisonDigits(number), 938554, "as people see it");
    }
};

class ToolboxCounts : public TestCase
{
  public:
    ToolboxCounts()
        : TestCase("AES blocks of each function")
    {
    }

  private:
    void DoRun() override
    {
        // One CMAC: 1 for the subkeys and 65, 32, 53, 65 and 80 octets in blocks of 16.
        Blocks([] { BleSmpF4(U, V, N1, 0); }, 6, "f4");
        Blocks([] { BleSmpF5(DHKEY, N1, N2, A1, A2); }, 3 + 5 + 5, "f5");
        Blocks([] { BleSmpF6(N1, N1, N2, N1, {}, A1, A2); }, 6, "f6");
        Blocks([] { BleSmpG2(U, V, N1, N2); }, 6, "g2");
    }

    template <class Function>
    void Blocks(Function function, uint64_t expected, const char* name)
    {
        const OperationScope scope;
        function();
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::AES_BLOCK), expected, name);
    }
};

class ToolboxSuite : public TestSuite
{
  public:
    ToolboxSuite()
        : TestSuite("iomt-ble-smp-toolbox", TestSuite::Type::UNIT)
    {
        AddTestCase(new ToolboxSamples);
        AddTestCase(new ToolboxCounts);
    }
};

const ToolboxSuite SUITE;

} // namespace
