// SPDX-License-Identifier: GPL-2.0-only

// Captures as LINKTYPE_BLUETOOTH_LE_LL_WITH_PHDR describes them, octet by octet. What tshark makes
// of them is in test/python/test_ble_capture.py.

#include "ns3/ble-constants.h"
#include "ns3/ble-pcap.h"
#include "ns3/test.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const Bytes ADV_IND = FromHex("4014 4d955016fe76 02011a 0aff4c0010050b1c0ea836 5af004");
const Bytes EMPTY_PDU = FromHex("0100 123456");

std::string
Hex(const BlePcapPacket& packet, const Bytes& pdu)
{
    return ToHex(EncodeBlePcap(packet, pdu.data(), pdu.size()));
}

class BlePcapRecords : public TestCase
{
  public:
    BlePcapRecords()
        : TestCase("pseudo header and packet")
    {
    }

  private:
    void DoRun() override
    {
        BlePcapPacket packet;
        packet.channel = 38;
        packet.accessAddress = ble::ADVERTISING_ACCESS_ADDRESS;
        packet.direction = BlePcapPacket::ADVERTISING;
        packet.signalDbm = -58.4;
        packet.noiseDbm = -95.6;
        packet.crcValid = true;
        // RF channel 12, -58 dBm, -96 dBm, no offenses, reference; flags: dewhitened, signal and
        // noise valid, reference and offenses valid, CRC checked and passed
        NS_TEST_EXPECT_MSG_EQ(Hex(packet, ADV_IND),
                              "0cc6a000d6be898e370cd6be898e" + ToHex(ADV_IND),
                              "ADV_IND");
        packet.accessAddress ^= 0x80000001;
        packet.crcValid = false;
        NS_TEST_EXPECT_MSG_EQ(Hex(packet, ADV_IND),
                              "0cc6a002d6be898e3704d7be890e" + ToHex(ADV_IND),
                              "two bits off, CRC wrong");

        packet = BlePcapPacket();
        packet.channel = 0;
        packet.accessAddress = 0x71764129;
        packet.direction = BlePcapPacket::CENTRAL_TO_PERIPHERAL;
        packet.mode = BlePhyMode::LE_2M;
        NS_TEST_EXPECT_MSG_EQ(Hex(packet, EMPTY_PDU),
                              "01000000294176713141294176710100123456",
                              "2M, central");
        packet.direction = BlePcapPacket::PERIPHERAL_TO_CENTRAL;
        packet.mode = BlePhyMode::LE_CODED_S8;
        packet.micValid = false;
        NS_TEST_EXPECT_MSG_EQ(Hex(packet, EMPTY_PDU),
                              "0100000029417671b19129417671000100123456",
                              "S8, peripheral, MIC wrong");
        packet.mode = BlePhyMode::LE_CODED_S2;
        packet.micValid = true;
        packet.decrypted = true;
        NS_TEST_EXPECT_MSG_EQ(Hex(packet, EMPTY_PDU),
                              "0100000029417671b9b129417671010100123456",
                              "S2, peripheral, decrypted");

        packet = BlePcapPacket();
        packet.signalDbm = -400;
        packet.noiseDbm = 400;
        NS_TEST_EXPECT_MSG_EQ(Hex(packet, {}).substr(0, 8), "00807f00", "as far as it goes");
    }
};

class BlePcapFiles : public TestCase
{
  public:
    BlePcapFiles()
        : TestCase("a file")
    {
    }

  private:
    void DoRun() override
    {
        const std::string name = CreateTempDirFilename("ble.pcap");
        BlePcapPacket packet;
        packet.accessAddress = ble::ADVERTISING_ACCESS_ADDRESS;
        packet.direction = BlePcapPacket::ADVERTISING;
        {
            auto file = OpenBlePcap(name);
            NS_TEST_ASSERT_MSG_EQ(file->Fail(), false, "opened");
            WriteBlePcap(file, NanoSeconds(1000000007), packet, ADV_IND.data(), ADV_IND.size());
            file->Close();
        }
        std::ifstream in(name, std::ios::binary);
        const Bytes octets{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        const std::size_t fileHeader = 24;
        const std::size_t recordHeader = 16;
        const std::size_t size = 10 + 4 + ADV_IND.size();
        NS_TEST_ASSERT_MSG_EQ(octets.size(), fileHeader + recordHeader + size, "size");
        const auto word = [&octets](std::size_t at) {
            uint32_t value;
            std::copy_n(octets.begin() + at, 4, reinterpret_cast<uint8_t*>(&value));
            return value;
        };
        NS_TEST_EXPECT_MSG_EQ(word(0), 0xA1B23C4D, "nanoseconds");
        NS_TEST_EXPECT_MSG_EQ(word(20), 256, "link type");
        NS_TEST_EXPECT_MSG_EQ(word(24), 1, "seconds");
        NS_TEST_EXPECT_MSG_EQ(word(28), 7, "nanoseconds");
        NS_TEST_EXPECT_MSG_EQ(word(32), size, "captured");
        NS_TEST_EXPECT_MSG_EQ(word(36), size, "on the air");
        NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(octets.begin() + 40, octets.end())),
                              Hex(packet, ADV_IND),
                              "record");
        NS_TEST_EXPECT_MSG_EQ(OpenBlePcap(name + "/no/folder")->Fail(), true, "not opened");
    }
};

class BlePcapSuite : public TestSuite
{
  public:
    BlePcapSuite()
        : TestSuite("iomt-ble-pcap", TestSuite::Type::UNIT)
    {
        AddTestCase(new BlePcapRecords);
        AddTestCase(new BlePcapFiles);
    }
} g_blePcapSuite;

} // namespace
