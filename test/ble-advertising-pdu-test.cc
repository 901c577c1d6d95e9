// SPDX-License-Identifier: GPL-2.0-only

// PDUs of the advertising channels, octet by octet (Core 5.4, Vol 6, Part B, 2.3).

#include "ns3/ble-advertising-data.h"
#include "ns3/ble-advertising-pdu.h"
#include "ns3/test.h"

#include <functional>
#include <random>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

BleAdvertisingPdu
Parse(const Bytes& octets)
{
    return ParseBleAdvertising(octets.data(), octets.size());
}

bool
IsNothing(const BleAdvertisingPdu& pdu)
{
    return std::holds_alternative<std::monostate>(pdu);
}

class BleAdvIndCase : public TestCase
{
  public:
    BleAdvIndCase()
        : TestCase("ADV_IND")
    {
    }

  private:
    void DoRun() override
    {
        // Recorded from the air (see ble-crc-test.cc).
        const Bytes recorded = FromHex("4014 4d955016fe76 02011a 0aff4c0010050b1c0ea836");
        const auto pdu = Parse(recorded);
        const auto* advInd = std::get_if<BleAdvInd>(&pdu);
        NS_TEST_ASSERT_MSG_EQ((advInd != nullptr), true, "recognised");
        NS_TEST_EXPECT_MSG_EQ(advInd->advA, Mac48Address("76:fe:16:50:95:4d"), "address");
        NS_TEST_EXPECT_MSG_EQ(advInd->txAddRandom, true, "random address");
        NS_TEST_EXPECT_MSG_EQ(advInd->chSel, false, "algorithm #1 alone");
        NS_TEST_EXPECT_MSG_EQ(ToHex(advInd->data), "02011a0aff4c0010050b1c0ea836", "data");
        NS_TEST_EXPECT_MSG_EQ(ToHex(EncodeBleAdvertising(*advInd)), ToHex(recorded), "again");

        BleAdvInd ours;
        ours.advA = Mac48Address("c0:01:02:03:04:05");
        NS_TEST_EXPECT_MSG_EQ(ToHex(EncodeBleAdvertising(ours)), "20060504030201c0", "no data");
        ours.data = Bytes(31, 0x55);
        NS_TEST_EXPECT_MSG_EQ((std::get<BleAdvInd>(Parse(EncodeBleAdvertising(ours))) == ours),
                              true,
                              "longest");
        ours.data.push_back(0);
        bool refused = false;
        try
        {
            EncodeBleAdvertising(ours);
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "too long");
    }
};

BleConnectInd
Example()
{
    BleConnectInd pdu;
    pdu.initA = Mac48Address("00:11:22:33:44:55");
    pdu.advA = Mac48Address("c0:01:02:03:04:05");
    pdu.rxAdd = true;
    pdu.accessAddress = 0x71764129;
    pdu.crcInit = 0xABCDEF;
    pdu.winSize = 3;
    pdu.winOffset = 0x0102;
    pdu.interval = 0x0310;
    pdu.latency = 0x0004;
    pdu.timeout = 0x0C80;
    pdu.channelMap = 0x1E00E00600;
    pdu.hop = 9;
    pdu.sca = 5;
    return pdu;
}

class BleConnectIndCase : public TestCase
{
  public:
    BleConnectIndCase()
        : TestCase("CONNECT_IND")
    {
    }

  private:
    void DoRun() override
    {
        const BleConnectInd pdu = Example();
        const Bytes octets = EncodeBleAdvertising(pdu);
        NS_TEST_EXPECT_MSG_EQ(ToHex(octets),
                              ToHex(FromHex("a5 22 554433221100 0504030201c0 29417671 efcdab 03 "
                                            "0201 1003 0400 800c 0006e0001e a9")),
                              "octets");
        NS_TEST_EXPECT_MSG_EQ((std::get<BleConnectInd>(Parse(octets)) == pdu), true, "back");

        // Header bits one by one: ChSel, TxAdd, RxAdd.
        for (int bits = 0; bits < 8; ++bits)
        {
            BleConnectInd other = pdu;
            other.chSel = (bits & 1) != 0;
            other.txAdd = (bits & 2) != 0;
            other.rxAdd = (bits & 4) != 0;
            const Bytes encoded = EncodeBleAdvertising(other);
            NS_TEST_EXPECT_MSG_EQ(+encoded[0], (5 | bits << 5), "header");
            NS_TEST_EXPECT_MSG_EQ((std::get<BleConnectInd>(Parse(encoded)) == other), true, "back");
        }
    }
};

class BleConnectIndRules : public TestCase
{
  public:
    BleConnectIndRules()
        : TestCase("a CONNECT_IND that breaks a rule is not valid")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Example().IsValid(), true, "keeps all");
        Breaks("access address", [](auto& pdu) { pdu.accessAddress = 0x8E89BED6; });
        Breaks("window size", [](auto& pdu) { pdu.winSize = 0; });
        Breaks("window offset", [](auto& pdu) { pdu.winOffset = pdu.interval + 1; });
        Breaks("interval", [](auto& pdu) { pdu.interval = 5; });
        Breaks("latency", [](auto& pdu) { pdu.latency = 500; });
        Breaks("timeout", [](auto& pdu) { pdu.timeout = 9; });
        Breaks("timeout and interval", [](auto& pdu) { pdu.timeout = 980; });
        Breaks("channel map", [](auto& pdu) { pdu.channelMap = 0x10; });
        Breaks("hop", [](auto& pdu) { pdu.hop = 4; });
        Breaks("hop", [](auto& pdu) { pdu.hop = 17; });
    }

    void Breaks(const std::string& rule, const std::function<void(BleConnectInd&)>& how)
    {
        BleConnectInd pdu = Example();
        how(pdu);
        NS_TEST_EXPECT_MSG_EQ(pdu.IsValid(), false, rule);
        // and yet arrives as it was sent, for the receiver to count
        NS_TEST_EXPECT_MSG_EQ((std::get<BleConnectInd>(Parse(EncodeBleAdvertising(pdu))) == pdu),
                              true,
                              rule);
    }
};

class BleAdvertisingMalformed : public TestCase
{
  public:
    BleAdvertisingMalformed()
        : TestCase("other PDUs, wrong lengths, noise")
    {
    }

  private:
    void DoRun() override
    {
        BleAdvInd advInd;
        advInd.data = {1, 2, 3};
        for (const Bytes& whole : {EncodeBleAdvertising(Example()), EncodeBleAdvertising(advInd)})
        {
            for (std::size_t size = 0; size < whole.size(); ++size)
            {
                NS_TEST_EXPECT_MSG_EQ(IsNothing(ParseBleAdvertising(whole.data(), size)),
                                      true,
                                      "cut to " << size);
            }
            Bytes longer = whole;
            longer.push_back(0);
            NS_TEST_EXPECT_MSG_EQ(IsNothing(Parse(longer)), true, "an octet too many");
            longer[1] += 1;
            if ((longer[0] & 15) == 5)
            {
                NS_TEST_EXPECT_MSG_EQ(IsNothing(Parse(longer)), true, "its length is fixed");
            }
        }
        Bytes tooShort = FromHex("0005 0102030405");
        NS_TEST_EXPECT_MSG_EQ(IsNothing(Parse(tooShort)), true, "no whole address");
        Bytes tooLong(2 + 6 + 32);
        tooLong[1] = 38;
        NS_TEST_EXPECT_MSG_EQ(IsNothing(Parse(tooLong)), true, "more than 31 octets");
        Bytes connectInd = EncodeBleAdvertising(Example());
        for (uint8_t type = 0; type < 16; ++type)
        {
            connectInd[0] = type;
            // long enough for an ADV_IND with 28 octets of data
            NS_TEST_EXPECT_MSG_EQ(IsNothing(Parse(connectInd)), (type != 0 && type != 5), +type);
        }
        std::mt19937 random(1);
        for (int i = 0; i < 20000; ++i)
        {
            Bytes octets(random() % 48);
            for (uint8_t& octet : octets)
            {
                octet = static_cast<uint8_t>(random());
            }
            if (octets.size() >= 2)
            {
                octets[0] = static_cast<uint8_t>(octets[0] & 0xF0) | (i % 2 != 0 ? 5 : 0);
                octets[1] = static_cast<uint8_t>(octets.size() - 2);
            }
            Parse(octets);
        }
    }
};

class BleAdvertisingDataCase : public TestCase
{
  public:
    BleAdvertisingDataCase()
        : TestCase("AD structures")
    {
    }

  private:
    void DoRun() override
    {
        auto data = BleAdvertisingData::Ipsp();
        data.fullName = "patch";
        const Bytes octets = data.Encode();
        NS_TEST_EXPECT_MSG_EQ(ToHex(octets), "0201060303201806097061746368", "octets");
        const auto back = BleAdvertisingData::Parse(octets.data(), octets.size());
        NS_TEST_ASSERT_MSG_EQ(back.has_value(), true, "well formed");
        NS_TEST_EXPECT_MSG_EQ(+back->flags.value_or(0), 6, "flags");
        NS_TEST_EXPECT_MSG_EQ(back->fullName.value_or(""), "patch", "name");
        NS_TEST_EXPECT_MSG_EQ(back->Offers(0x1820), true, "IPv6");
        NS_TEST_EXPECT_MSG_EQ(back->Offers(0x1809), false, "no thermometer");
        NS_TEST_EXPECT_MSG_EQ(BleAdvertisingData().Encode().empty(), true, "nothing to say");

        // Unknown types, an early end, an odd list, empty structures.
        const Bytes others = FromHex("0aff4c0010050b1c0ea836 0101 0403201809 00 0201 06");
        const auto read = BleAdvertisingData::Parse(others.data(), others.size());
        NS_TEST_ASSERT_MSG_EQ(read.has_value(), true, "well formed");
        NS_TEST_EXPECT_MSG_EQ(read->flags.has_value(), false, "empty, and behind the end");
        NS_TEST_EXPECT_MSG_EQ(read->serviceUuids.size(), 1, "one and a half");
        NS_TEST_EXPECT_MSG_EQ(read->Offers(0x1820), true, "the whole one");

        // Cut within a structure.
        for (const std::size_t size : {1, 2, 4, 5, 6, 8, 13})
        {
            NS_TEST_EXPECT_MSG_EQ(BleAdvertisingData::Parse(octets.data(), size).has_value(),
                                  false,
                                  "cut to " << size);
        }
        for (const std::size_t size : {0, 3, 7, 14})
        {
            NS_TEST_EXPECT_MSG_EQ(BleAdvertisingData::Parse(octets.data(), size).has_value(),
                                  true,
                                  "cut to " << size);
        }

        data.fullName = std::string(23, 'x');
        NS_TEST_EXPECT_MSG_EQ(TooLong(data), true, "32 octets");
        data.fullName = std::string(22, 'x');
        NS_TEST_EXPECT_MSG_EQ(TooLong(data), false, "31 octets");
        data.fullName = std::string(300, 'x');
        NS_TEST_EXPECT_MSG_EQ(TooLong(data), true, "beyond a length octet");
    }

    static bool TooLong(const BleAdvertisingData& data)
    {
        try
        {
            data.Encode();
        }
        catch (const std::invalid_argument&)
        {
            return true;
        }
        return false;
    }
};

class BleAdvertisingPduSuite : public TestSuite
{
  public:
    BleAdvertisingPduSuite()
        : TestSuite("iomt-ble-advertising-pdu", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleAdvIndCase);
        AddTestCase(new BleConnectIndCase);
        AddTestCase(new BleConnectIndRules);
        AddTestCase(new BleAdvertisingMalformed);
        AddTestCase(new BleAdvertisingDataCase);
    }
} g_bleAdvertisingPduSuite;

} // namespace
