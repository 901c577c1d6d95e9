// SPDX-License-Identifier: GPL-2.0-only

// Commands of the Security Manager Protocol, octet by octet (Core 5.4, Vol 3, Part H, 3.3 to 3.6).

#include "ns3/ble-smp-pdu.h"
#include "ns3/test.h"

#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Status = BleSmpParse::Status;

BleSmpParse
Parse(const Bytes& octets)
{
    return ParseBleSmp(octets.data(), octets.size());
}

/// 00 01 02 ... most significant octet first.
template <std::size_t N>
std::array<uint8_t, N>
Ascending(uint8_t first)
{
    std::array<uint8_t, N> value;
    for (uint8_t& octet : value)
    {
        octet = first++;
    }
    return value;
}

struct Wire
{
    const char* name;
    BleSmpPdu pdu;
    std::string octets;
};

std::vector<Wire>
Commands()
{
    const BleSmpFeatures features{BleIoCapability::DISPLAY_YES_NO, 1, 0x2d, 7, 0x03, 0x05};
    const std::string number = "0f0e0d0c0b0a09080706050403020100";
    const std::string x = "1f1e1d1c1b1a19181716151413121110" + number;
    const std::string y = "5f5e5d5c5b5a59585756555453525150"
                          "4f4e4d4c4b4a49484746454443424140";
    return {
        {"Pairing Request", BlePairingRequest{features}, "0101012d070305"},
        {"Pairing Response", BlePairingResponse{features}, "0201012d070305"},
        {"Pairing Confirm", BlePairingConfirm{Ascending<16>(0)}, "03" + number},
        {"Pairing Random", BlePairingRandom{Ascending<16>(0)}, "04" + number},
        {"Pairing Failed", BlePairingFailed{BleSmpReason::INVALID_PARAMETERS}, "050a"},
        {"Security Request", BleSecurityRequest{0x0d}, "0b0d"},
        {"Pairing Public Key",
         BlePairingPublicKey{Ascending<32>(0), Ascending<32>(0x40)},
         "0c" + x + y},
        {"Pairing DHKey Check", BlePairingDhKeyCheck{Ascending<16>(0)}, "0d" + number},
    };
}

class SmpRoundTrip : public TestCase
{
  public:
    SmpRoundTrip()
        : TestCase("every command as it is on the air, written and read")
    {
    }

  private:
    void DoRun() override
    {
        for (const Wire& wire : Commands())
        {
            const Bytes octets = EncodeBleSmp(wire.pdu);
            NS_TEST_EXPECT_MSG_EQ(ToHex(octets), wire.octets, wire.name);
            NS_TEST_EXPECT_MSG_EQ((octets.size() <= BLE_SMP_MTU), true, wire.name);
            const BleSmpParse parsed = Parse(octets);
            NS_TEST_ASSERT_MSG_EQ((parsed.status == Status::OK), true, wire.name);
            NS_TEST_ASSERT_MSG_EQ(parsed.pdu->index(), wire.pdu.index(), wire.name);
            NS_TEST_EXPECT_MSG_EQ(ToHex(EncodeBleSmp(*parsed.pdu)), wire.octets, wire.name);
        }
    }
};

class SmpMalformed : public TestCase
{
  public:
    SmpMalformed()
        : TestCase("wrong lengths, codes and values are told apart")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ((Parse({}).status == Status::EMPTY), true, "nothing");
        std::string known;
        for (const Wire& wire : Commands())
        {
            Bytes octets = FromHex(wire.octets);
            known += static_cast<char>(octets[0]);
            for (std::size_t size = 1; size < octets.size(); ++size)
            {
                const Bytes cut(octets.begin(), octets.begin() + size);
                NS_TEST_EXPECT_MSG_EQ((Parse(cut).status == Status::WRONG_LENGTH),
                                      true,
                                      wire.name << " cut to " << size);
            }
            octets.push_back(0);
            NS_TEST_EXPECT_MSG_EQ((Parse(octets).status == Status::WRONG_LENGTH),
                                  true,
                                  wire.name << " and an octet more");
        }
        for (int code = 0; code < 256; ++code)
        {
            const Status expected = known.find(static_cast<char>(code)) == std::string::npos
                                        ? Status::UNKNOWN_CODE
                                        : Status::WRONG_LENGTH;
            const BleSmpParse parsed = Parse({static_cast<uint8_t>(code)});
            NS_TEST_EXPECT_MSG_EQ((parsed.status == expected), true, "code " << code);
            NS_TEST_EXPECT_MSG_EQ(parsed.pdu.has_value(), false, "code " << code);
        }
    }
};

class SmpValues : public TestCase
{
  public:
    SmpValues()
        : TestCase("ranges of the exchange of features (3.5.1)")
    {
    }

  private:
    void DoRun() override
    {
        // IO capability 0 to 4, OOB flag 0 or 1, key size 7 to 16; the rest are flags.
        const int first[] = {0, 0, 0, 7, 0, 0};
        const int last[] = {4, 1, 255, 16, 255, 255};
        for (const uint8_t code : {0x01, 0x02})
        {
            for (std::size_t octet = 0; octet < 6; ++octet)
            {
                for (int value = 0; value < 256; ++value)
                {
                    Bytes pdu{code, 3, 0, 0x09, 16, 0, 0};
                    pdu[1 + octet] = static_cast<uint8_t>(value);
                    const bool valid = value >= first[octet] && value <= last[octet];
                    const BleSmpParse parsed = Parse(pdu);
                    NS_TEST_EXPECT_MSG_EQ((parsed.status == Status::OK),
                                          valid,
                                          "octet " << octet << " is " << value);
                    NS_TEST_EXPECT_MSG_EQ((parsed.status == Status::BAD_VALUE),
                                          !valid,
                                          "octet " << octet << " is " << value);
                }
            }
        }
    }
};

class SmpReasons : public TestCase
{
  public:
    SmpReasons()
        : TestCase("every reason has a name, those not known their number")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(ToString(BleSmpReason::NUMERIC_COMPARISON_FAILED),
                              "numeric comparison failed",
                              "known");
        NS_TEST_EXPECT_MSG_EQ(ToString(static_cast<BleSmpReason>(0x42)), "reason 0x42", "unknown");
        for (int code = 0; code <= 0x10; ++code)
        {
            NS_TEST_EXPECT_MSG_NE(ToString(static_cast<BleSmpReason>(code)).substr(0, 6),
                                  "reason",
                                  code);
        }
    }
};

class SmpPduSuite : public TestSuite
{
  public:
    SmpPduSuite()
        : TestSuite("iomt-ble-smp-pdu", TestSuite::Type::UNIT)
    {
        AddTestCase(new SmpRoundTrip);
        AddTestCase(new SmpMalformed);
        AddTestCase(new SmpValues);
        AddTestCase(new SmpReasons);
    }
};

const SmpPduSuite SUITE;

} // namespace
