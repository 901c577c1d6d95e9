// SPDX-License-Identifier: GPL-2.0-only

// Which access addresses a connection may have (Core 5.4, Vol 6, Part B, 2.1.2).

#include "ns3/ble-access-address.h"
#include "ns3/test.h"

#include <algorithm>
#include <random>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Bits of a value from the most significant, as the rules are easiest read.
std::string
Bits(uint32_t value)
{
    std::string text;
    for (int bit = 31; bit >= 0; --bit)
    {
        text += (value >> bit & 1) != 0 ? '1' : '0';
    }
    return text;
}

int
Transitions(const std::string& bits)
{
    int count = 0;
    for (std::size_t i = 1; i < bits.size(); ++i)
    {
        count += bits[i] != bits[i - 1];
    }
    return count;
}

/// The list of 2.1.2, one rule a line.
bool
ByTheBook(uint32_t value)
{
    const std::string bits = Bits(value);
    const std::string advertising = Bits(0x8E89BED6);
    int differing = 0;
    for (int i = 0; i < 32; ++i)
    {
        differing += bits[i] != advertising[i];
    }
    const std::string lowest = bits.substr(24);
    const bool equalOctets =
        bits == bits.substr(0, 8) + bits.substr(0, 8) + bits.substr(0, 8) + bits.substr(0, 8);
    return differing > 1 && bits.find("0000000") == std::string::npos &&
           bits.find("1111111") == std::string::npos && !equalOctets && Transitions(bits) <= 24 &&
           Transitions(bits.substr(0, 6)) >= 2 &&
           std::count(lowest.begin(), lowest.end(), '1') >= 3 && Transitions(bits.substr(16)) <= 11;
}

class BleAccessAddressRules : public TestCase
{
  public:
    BleAccessAddressRules()
        : TestCase("every rule")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(IsValidBleAccessAddress(0x71764129), true, "keeps all rules");
        Invalid(0x8E89BED6, "the advertising access address");
        for (int bit = 0; bit < 32; ++bit)
        {
            Invalid(0x8E89BED6 ^ 1U << bit, "one bit from the advertising access address");
        }
        // each breaks one rule and no other
        Invalid(0x8D0038EC, "seven zeros");
        Invalid(0xAAAA3F86, "seven ones");
        Invalid(0x92929292, "four equal octets");
        Invalid(0xAAAA9A4A, "more than 24 transitions");
        Invalid(0x035EFA25, "one transition in the most significant six bits");
        Invalid(0x42650644, "two ones in the least significant octet");
        Invalid(0x95C76AB4, "more than eleven transitions in the least significant 16 bits");
    }

    void Invalid(uint32_t value, const std::string& rule)
    {
        NS_TEST_EXPECT_MSG_EQ(ByTheBook(value), false, "the example is one: " << rule);
        NS_TEST_EXPECT_MSG_EQ(IsValidBleAccessAddress(value), false, rule);
    }
};

class BleAccessAddressByTheBook : public TestCase
{
  public:
    BleAccessAddressByTheBook()
        : TestCase("as the list of rules, on all sorts of values")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1);
        int valid = 0;
        for (int i = 0; i < 100000; ++i)
        {
            // many with few transitions, where the rules are tight
            uint32_t value = random();
            value = i % 2 != 0 ? value : value & random() & random();
            value = i % 3 != 0 ? value : ~value;
            NS_TEST_ASSERT_MSG_EQ(IsValidBleAccessAddress(value), ByTheBook(value), Bits(value));
            valid += ByTheBook(value);
        }
        int nearby = 0;
        for (int bit = 0; bit < 32 * 32; ++bit)
        {
            const uint32_t value = 0x8E89BED6 ^ 1U << bit % 32 ^ 1U << bit / 32;
            NS_TEST_ASSERT_MSG_EQ(IsValidBleAccessAddress(value), ByTheBook(value), Bits(value));
            nearby += ByTheBook(value);
        }
        NS_TEST_EXPECT_MSG_GT(nearby, 100, "two bits from the advertising access address will do");
        NS_TEST_EXPECT_MSG_GT(valid, 10000, "both kinds occur");
        NS_TEST_EXPECT_MSG_LT(valid, 90000, "both kinds occur");
    }
};

class BleAccessAddressDraw : public TestCase
{
  public:
    BleAccessAddressDraw()
        : TestCase("a draw goes on until one is valid")
    {
    }

  private:
    void DoRun() override
    {
        int draws = 0;
        const uint32_t values[] = {0, 0x8E89BED6, 0xFFFFFFFF, 0x71764129, 0x12345678};
        NS_TEST_EXPECT_MSG_EQ(DrawBleAccessAddress([&]() { return values[draws++]; }),
                              0x71764129,
                              "first valid one");
        NS_TEST_EXPECT_MSG_EQ(draws, 4, "and no further");
        NS_TEST_EXPECT_MSG_EQ(+BleAccessAddressDistance(0x8E89BED6, 0x8E89BED6), 0, "same");
        NS_TEST_EXPECT_MSG_EQ(+BleAccessAddressDistance(0x8E89BED6, 0x8E89BED1), 3, "three bits");
    }
};

class BleAccessAddressSuite : public TestSuite
{
  public:
    BleAccessAddressSuite()
        : TestSuite("iomt-ble-access-address", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleAccessAddressRules);
        AddTestCase(new BleAccessAddressByTheBook);
        AddTestCase(new BleAccessAddressDraw);
    }
} g_bleAccessAddressSuite;

} // namespace
