// SPDX-License-Identifier: GPL-2.0-only

// LL control PDUs, octet by octet (Core 5.4, Vol 6, Part B, 2.4.2), and the data PDU's header.

#include "ns3/ble-control-pdu.h"
#include "ns3/ble-data-pdu.h"
#include "ns3/test.h"

#include <random>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

BleControlParse
Parse(const Bytes& octets)
{
    return ParseBleControl(octets.data(), octets.size());
}

struct Example
{
    BleControlPdu pdu;
    std::string octets;
};

/// One of each, every field with octets of its own, so that none can stand in for another.
std::vector<Example>
Examples()
{
    const LlConnectionParamReq parameters{0x0010,
                                          0x0120,
                                          0x0003,
                                          0x0C7F,
                                          0x08,
                                          0x1234,
                                          {0x0001, 0x0203, 0x0405, 0x0607, 0x0809, 0xFFFF}};
    const std::string parameterOctets = "1000 2001 0300 7f0c 08 3412 0100 0302 0504 0706 0908 ffff";
    const LlLengthReq length{0x00FB, 0x0848, 0x001B, 0x0148};
    LlConnectionParamRsp parametersRsp;
    static_cast<LlConnectionParamReq&>(parametersRsp) = parameters;
    LlLengthRsp lengthRsp;
    static_cast<LlLengthReq&>(lengthRsp) = length;
    LlPhyRsp phyRsp;
    static_cast<LlPhyReq&>(phyRsp) = {1, 6};
    return {
        {LlConnectionUpdateInd{2, 0x0102, 0x0310, 4, 0x0C80, 0xBEEF},
         "00 02 0201 1003 0400 800c efbe"},
        {LlChannelMapInd{0x1E00E00600, 0xBEEF}, "01 0006e0001e efbe"},
        {LlTerminateInd{0x13}, "02 13"},
        // the sample of Vol 6, Part C, 1
        {LlEncReq{0xABCDEF1234567890, 0x2474, 0xACBDCEDFE0F10213, 0xBADCAB24},
         "03 9078563412efcdab 7424 1302f1e0dfcebdac 24abdcba"},
        {LlEncRsp{0x0213243546576879, 0xDEAFBABE}, "04 7968574635241302 bebaafde"},
        {LlStartEncReq{}, "05"},
        {LlStartEncRsp{}, "06"},
        {LlUnknownRsp{0x99}, "07 99"},
        {LlFeatureReq{0x0102030405060708}, "08 0807060504030201"},
        {LlFeatureRsp{0x1112131415161718}, "09 1817161514131211"},
        {LlPauseEncReq{}, "0a"},
        {LlPauseEncRsp{}, "0b"},
        {LlVersionInd{0x0D, 0x0059, 0x1234}, "0c 0d 5900 3412"},
        {LlRejectInd{0x1A}, "0d 1a"},
        {LlPeripheralFeatureReq{0x2122232425262728}, "0e 2827262524232221"},
        {parameters, "0f" + parameterOctets},
        {parametersRsp, "10" + parameterOctets},
        {LlRejectExtInd{0x0F, 0x3B}, "11 0f 3b"},
        {LlPingReq{}, "12"},
        {LlPingRsp{}, "13"},
        {length, "14 fb00 4808 1b00 4801"},
        {lengthRsp, "15 fb00 4808 1b00 4801"},
        {LlPhyReq{3, 4}, "16 03 04"},
        {phyRsp, "17 01 06"},
        {LlPhyUpdateInd{2, 4, 0x1234}, "18 02 04 3412"},
    };
}

class BleControlExamples : public TestCase
{
  public:
    BleControlExamples()
        : TestCase("each PDU there and back")
    {
    }

  private:
    void DoRun() override
    {
        const auto examples = Examples();
        NS_TEST_ASSERT_MSG_EQ(examples.size(), std::variant_size_v<BleControlPdu>, "all of them");
        std::set<std::string> names;
        for (std::size_t i = 0; i < examples.size(); ++i)
        {
            const Example& example = examples[i];
            const std::string name = ToString(GetBleOpcode(example.pdu));
            names.insert(name);
            const Bytes octets = FromHex(example.octets);
            NS_TEST_EXPECT_MSG_EQ(+static_cast<uint8_t>(GetBleOpcode(example.pdu)), i, name);
            NS_TEST_EXPECT_MSG_EQ(ToHex(EncodeBleControl(example.pdu)), ToHex(octets), name);
            const auto parse = Parse(octets);
            NS_TEST_EXPECT_MSG_EQ(parse.status, BleControlParse::OK, name);
            NS_TEST_EXPECT_MSG_EQ(+parse.opcode, i, name);
            NS_TEST_ASSERT_MSG_EQ(parse.pdu.has_value(), true, name);
            NS_TEST_EXPECT_MSG_EQ(parse.pdu->index(), i, name);
            NS_TEST_EXPECT_MSG_EQ(ToHex(EncodeBleControl(*parse.pdu)), ToHex(octets), name);
        }
        NS_TEST_EXPECT_MSG_EQ(names.size(), examples.size(), "no name twice");
        NS_TEST_EXPECT_MSG_EQ(names.count("LL_PERIPHERAL_FEATURE_REQ"), 1, "the standard's names");
    }
};

/// Fields end up under their names, not only in their order.
class BleControlFields : public TestCase
{
  public:
    BleControlFields()
        : TestCase("fields under their names")
    {
    }

  private:
    void DoRun() override
    {
        const auto examples = Examples();
        const auto pdu = [&examples](std::size_t i) {
            return *Parse(FromHex(examples[i].octets)).pdu;
        };
        const auto update = std::get<LlConnectionUpdateInd>(pdu(0));
        NS_TEST_EXPECT_MSG_EQ(+update.winSize, 2, "WinSize");
        NS_TEST_EXPECT_MSG_EQ(update.winOffset, 0x0102, "WinOffset");
        NS_TEST_EXPECT_MSG_EQ(update.interval, 0x0310, "Interval");
        NS_TEST_EXPECT_MSG_EQ(update.latency, 4, "Latency");
        NS_TEST_EXPECT_MSG_EQ(update.timeout, 0x0C80, "Timeout");
        NS_TEST_EXPECT_MSG_EQ(update.instant, 0xBEEF, "Instant");
        const auto map = std::get<LlChannelMapInd>(pdu(1));
        NS_TEST_EXPECT_MSG_EQ(map.channelMap, UINT64_C(0x1E00E00600), "ChM");
        NS_TEST_EXPECT_MSG_EQ(map.instant, 0xBEEF, "Instant");
        const auto encReq = std::get<LlEncReq>(pdu(3));
        NS_TEST_EXPECT_MSG_EQ(encReq.rand, UINT64_C(0xABCDEF1234567890), "Rand");
        NS_TEST_EXPECT_MSG_EQ(encReq.ediv, 0x2474, "EDIV");
        NS_TEST_EXPECT_MSG_EQ(encReq.skdC, UINT64_C(0xACBDCEDFE0F10213), "SKD_C");
        NS_TEST_EXPECT_MSG_EQ(encReq.ivC, 0xBADCAB24, "IV_C");
        const auto parameters = std::get<LlConnectionParamReq>(pdu(15));
        NS_TEST_EXPECT_MSG_EQ(parameters.intervalMin, 0x10, "Interval_Min");
        NS_TEST_EXPECT_MSG_EQ(parameters.intervalMax, 0x120, "Interval_Max");
        NS_TEST_EXPECT_MSG_EQ(parameters.latency, 3, "Latency");
        NS_TEST_EXPECT_MSG_EQ(parameters.timeout, 0xC7F, "Timeout");
        NS_TEST_EXPECT_MSG_EQ(+parameters.preferredPeriodicity, 8, "PreferredPeriodicity");
        NS_TEST_EXPECT_MSG_EQ(parameters.referenceConnEventCount, 0x1234, "ReferenceConnEvent");
        NS_TEST_EXPECT_MSG_EQ(parameters.offset[0], 1, "Offset0");
        NS_TEST_EXPECT_MSG_EQ(parameters.offset[5], LlConnectionParamReq::NO_OFFSET, "Offset5");
        const auto length = std::get<LlLengthRsp>(pdu(21));
        NS_TEST_EXPECT_MSG_EQ(length.maxRxOctets, 251, "MaxRxOctets");
        NS_TEST_EXPECT_MSG_EQ(length.maxRxTime, 2120, "MaxRxTime");
        NS_TEST_EXPECT_MSG_EQ(length.maxTxOctets, 27, "MaxTxOctets");
        NS_TEST_EXPECT_MSG_EQ(length.maxTxTime, 328, "MaxTxTime");
        const auto phy = std::get<LlPhyUpdateInd>(pdu(24));
        NS_TEST_EXPECT_MSG_EQ(+phy.phyCToP, BLE_PHY_BIT_2M, "PHY_C_TO_P");
        NS_TEST_EXPECT_MSG_EQ(+phy.phyPToC, BLE_PHY_BIT_CODED, "PHY_P_TO_C");
        NS_TEST_EXPECT_MSG_EQ(phy.instant, 0x1234, "Instant");
    }
};

class BleControlMalformed : public TestCase
{
  public:
    BleControlMalformed()
        : TestCase("wrong lengths, unknown opcodes, noise")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(ParseBleControl(nullptr, 0).status, BleControlParse::EMPTY, "empty");
        for (const Example& example : Examples())
        {
            Bytes octets = FromHex(example.octets);
            for (std::size_t size = 1; size < octets.size(); ++size)
            {
                const auto parse = ParseBleControl(octets.data(), size);
                NS_TEST_EXPECT_MSG_EQ(parse.status, BleControlParse::WRONG_LENGTH, example.octets);
                NS_TEST_EXPECT_MSG_EQ(parse.pdu.has_value(), false, example.octets);
                NS_TEST_EXPECT_MSG_EQ(+parse.opcode, +octets[0], "opcode, for the answer");
            }
            octets.push_back(0);
            NS_TEST_EXPECT_MSG_EQ(Parse(octets).status,
                                  BleControlParse::WRONG_LENGTH,
                                  example.octets);
        }
        for (int opcode = 0x19; opcode < 0x100; ++opcode)
        {
            const auto parse = Parse({static_cast<uint8_t>(opcode), 1, 2});
            NS_TEST_EXPECT_MSG_EQ(parse.status, BleControlParse::UNKNOWN_OPCODE, opcode);
            NS_TEST_EXPECT_MSG_EQ(+parse.opcode, opcode, "for LL_UNKNOWN_RSP");
        }
        NS_TEST_EXPECT_MSG_EQ(ToString(static_cast<BleOpcode>(0x99)), "opcode 0x99", "name");
        std::mt19937 random(1);
        for (int i = 0; i < 20000; ++i)
        {
            Bytes octets(random() % 30);
            for (uint8_t& octet : octets)
            {
                octet = static_cast<uint8_t>(random());
            }
            const auto parse = Parse(octets);
            const bool read =
                parse.status == BleControlParse::OK || parse.status == BleControlParse::BAD_VALUE;
            NS_TEST_ASSERT_MSG_EQ(parse.pdu.has_value(), read, ToHex(octets));
        }
    }
};

class BleControlValues : public TestCase
{
  public:
    BleControlValues()
        : TestCase("values out of range")
    {
    }

  private:
    void DoRun() override
    {
        const LlConnectionUpdateInd update{1, 0, 40, 0, 400, 0};
        Judge(update, true, "update");
        Bad(
            update,
            [](auto& pdu) { pdu.winSize = 9; },
            "WinSize");
        Bad(
            update,
            [](auto& pdu) { pdu.winOffset = 41; },
            "WinOffset");
        Bad(
            update,
            [](auto& pdu) { pdu.interval = 3201; },
            "Interval");
        Bad(
            update,
            [](auto& pdu) { pdu.latency = 39; },
            "Latency");
        Bad(
            update,
            [](auto& pdu) { pdu.timeout = 10; },
            "Timeout");

        Judge(LlChannelMapInd{0, 0}, false, "no channel");
        Judge(LlChannelMapInd{0x10, 0}, false, "one channel");
        Judge(LlChannelMapInd{0x11, 0}, true, "two channels");
        // reserved bits are ignored: they make no second channel, and do not survive
        const auto map = Parse(FromHex("01 01000000e0 0000"));
        NS_TEST_EXPECT_MSG_EQ(map.status, BleControlParse::BAD_VALUE, "reserved bits");
        NS_TEST_EXPECT_MSG_EQ(std::get<LlChannelMapInd>(*map.pdu).channelMap, 1, "reserved bits");

        LlConnectionParamRsp request;
        request.intervalMin = 40;
        request.intervalMax = 80;
        request.timeout = 400;
        Judge(request, true, "request");
        Bad(
            request,
            [](auto& pdu) { pdu.intervalMin = 5; },
            "Interval_Min");
        Bad(
            request,
            [](auto& pdu) { pdu.intervalMin = 81; },
            "Interval_Min above Interval_Max");
        Bad(
            request,
            [](auto& pdu) { pdu.intervalMax = 3201; },
            "Interval_Max");
        Bad(
            request,
            [](auto& pdu) { pdu.preferredPeriodicity = 81; },
            "PreferredPeriodicity");
        Bad(
            request,
            [](auto& pdu) { pdu.timeout = 20; },
            "Timeout for the longest interval");
        Bad(
            static_cast<LlConnectionParamReq>(request),
            [](auto& pdu) { pdu.latency = 500; },
            "Latency");

        const LlLengthReq length{27, 328, 27, 328};
        Judge(length, true, "length");
        Bad(
            length,
            [](auto& pdu) { pdu.maxRxOctets = 26; },
            "MaxRxOctets");
        Bad(
            length,
            [](auto& pdu) { pdu.maxRxTime = 327; },
            "MaxRxTime");
        Bad(
            length,
            [](auto& pdu) { pdu.maxTxOctets = 26; },
            "MaxTxOctets");
        Bad(
            length,
            [](auto& pdu) { pdu.maxTxTime = 327; },
            "MaxTxTime");
        LlLengthRsp lengthRsp;
        static_cast<LlLengthReq&>(lengthRsp) = length;
        Bad(
            lengthRsp,
            [](auto& pdu) { pdu.maxTxTime = 0; },
            "MaxTxTime of the answer");

        Judge(LlPhyReq{1, 7}, true, "PHYs");
        Judge(LlPhyReq{0, 1}, false, "no TX_PHYS");
        Judge(LlPhyReq{1, 0xF8}, false, "only reserved RX_PHYS");
        LlPhyRsp phyRsp;
        Judge(phyRsp, false, "neither");
        const auto phys = Parse(FromHex("16 f9 fa"));
        NS_TEST_EXPECT_MSG_EQ(phys.status, BleControlParse::OK, "reserved bits are ignored");
        NS_TEST_EXPECT_MSG_EQ(+std::get<LlPhyReq>(*phys.pdu).txPhys, 1, "reserved bits");
        NS_TEST_EXPECT_MSG_EQ(+std::get<LlPhyReq>(*phys.pdu).rxPhys, 2, "reserved bits");

        for (int bits = 0; bits < 256; ++bits)
        {
            const bool good = bits == 0 || bits == 1 || bits == 2 || bits == 4;
            Judge(LlPhyUpdateInd{static_cast<uint8_t>(bits), 1, 0}, good, "PHY_C_TO_P");
            Judge(LlPhyUpdateInd{0, static_cast<uint8_t>(bits), 0}, good, "PHY_P_TO_C");
        }
    }

    void Judge(const BleControlPdu& pdu, bool good, const std::string& what)
    {
        const Bytes octets = EncodeBleControl(pdu);
        const auto parse = Parse(octets);
        NS_TEST_EXPECT_MSG_EQ(parse.status,
                              (good ? BleControlParse::OK : BleControlParse::BAD_VALUE),
                              what);
        NS_TEST_EXPECT_MSG_EQ(parse.pdu.has_value(), true, what << ": with what came");
    }

    template <typename Pdu, typename How>
    void Bad(Pdu pdu, How how, const std::string& what)
    {
        how(pdu);
        Judge(pdu, false, what);
    }
};

class BleDataHeaderCase : public TestCase
{
  public:
    BleDataHeaderCase()
        : TestCase("header of a data PDU")
    {
    }

  private:
    void DoRun() override
    {
        BleDataHeader header;
        header.llid = ble::LLID_START;
        header.sn = true;
        header.length = 251;
        uint8_t octets[2];
        header.Encode(octets);
        NS_TEST_EXPECT_MSG_EQ(+octets[0], 0x0A, "LLID and SN");
        NS_TEST_EXPECT_MSG_EQ(+octets[1], 251, "Length");
        BleDataHeader bits;
        bits.llid = 0;
        NS_TEST_EXPECT_MSG_EQ(+bits.First(), 0, "none");
        bits.nesn = true;
        NS_TEST_EXPECT_MSG_EQ(+bits.First(), 0x04, "NESN");
        bits.md = true;
        NS_TEST_EXPECT_MSG_EQ(+bits.First(), 0x14, "MD");
        bits.cp = true;
        NS_TEST_EXPECT_MSG_EQ(+bits.First(), 0x34, "CP");
        for (int first = 0; first < 256; ++first)
        {
            const uint8_t in[] = {static_cast<uint8_t>(first), 7};
            const auto decoded = BleDataHeader::Decode(in);
            NS_TEST_EXPECT_MSG_EQ(+decoded.First(), (first & 0x3F), "reserved bits are ignored");
            NS_TEST_EXPECT_MSG_EQ(+decoded.length, 7, "Length");
        }
        NS_TEST_EXPECT_MSG_EQ(BleDataHeader().IsEmpty(), true, "empty PDU");
        NS_TEST_EXPECT_MSG_EQ(header.IsEmpty(), false, "no empty PDU");
        // what may change in a retransmission is not covered by the MIC
        BleDataHeader again = header;
        again.sn = false;
        again.nesn = true;
        again.md = true;
        NS_TEST_EXPECT_MSG_EQ(+(again.First() & BleDataHeader::MIC_MASK),
                              +(header.First() & BleDataHeader::MIC_MASK),
                              "masked");
        NS_TEST_EXPECT_MSG_EQ(+(header.First() & BleDataHeader::MIC_MASK), 2, "LLID stays");
    }
};

class BleControlPduSuite : public TestSuite
{
  public:
    BleControlPduSuite()
        : TestSuite("iomt-ble-control-pdu", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleControlExamples);
        AddTestCase(new BleControlFields);
        AddTestCase(new BleControlMalformed);
        AddTestCase(new BleControlValues);
        AddTestCase(new BleDataHeaderCase);
    }
} g_bleControlPduSuite;

} // namespace
