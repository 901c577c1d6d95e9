// SPDX-License-Identifier: GPL-2.0-only

// CRC of a PDU (Core 5.4, Vol 6, Part B, 3.1.1), on packets of others and against the
// specification's shift register, bit by bit.

#include "ns3/ble-constants.h"
#include "ns3/ble-crc.h"
#include "ns3/bytes.h"
#include "ns3/test.h"

#include <random>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// The register of Figure 3.3: position 0 takes the feedback, position 23 is sent first.
uint32_t
ShiftRegister(uint32_t init, const Bytes& data)
{
    uint32_t positions = init;
    for (const uint8_t octet : data)
    {
        for (int bit = 0; bit < 8; ++bit)
        {
            const bool feedback = ((positions >> 23 ^ octet >> bit) & 1) != 0;
            positions = positions << 1 & 0xFFFFFF;
            if (feedback)
            {
                for (const int tap : {0, 1, 3, 4, 6, 9, 10})
                {
                    positions ^= 1U << tap;
                }
            }
        }
    }
    uint32_t sent = 0;
    for (int bit = 0; bit < 24; ++bit)
    {
        sent |= (positions >> (23 - bit) & 1) << bit;
    }
    return sent;
}

class BleCrcVectors : public TestCase
{
  public:
    BleCrcVectors()
        : TestCase("packets of others")
    {
    }

  private:
    void DoRun() override
    {
        // The check value of CRC-24/BLE in the catalogue of parametrised CRC algorithms.
        const Bytes digits = ToBytes("123456789");
        NS_TEST_EXPECT_MSG_EQ(BleCrc24(0x555555, digits.data(), digits.size()), 0xC25A56, "check");

        // With their CRC as sent: an ADV_IND built by Scapy, one recorded from the air with an
        // Ubertooth One (both in Scapy's regression tests), a SCAN_REQ built by Scapy.
        for (const char* packet : {"0006 000000000000 5a3960",
                                   "4014 4d955016fe76 02011a 0aff4c0010050b1c0ea836 5af004",
                                   "030c aaaaaaaaaaaa bbbbbbbbbbbb 07b261"})
        {
            const Bytes pdu = FromHex(packet);
            NS_TEST_EXPECT_MSG_EQ(BleCheckCrc(ble::ADVERTISING_CRC_INIT, pdu.data(), pdu.size()),
                                  true,
                                  packet);
            Bytes again(pdu.begin(), pdu.end() - ble::CRC_SIZE);
            const uint32_t crc = BleCrc24(ble::ADVERTISING_CRC_INIT, again.data(), again.size());
            again.resize(pdu.size());
            BleAppendCrc(again.data() + again.size() - ble::CRC_SIZE, crc);
            NS_TEST_EXPECT_MSG_EQ(ToHex(again), ToHex(pdu), "as sent");
        }
    }
};

class BleCrcRegister : public TestCase
{
  public:
    BleCrcRegister()
        : TestCase("every length and start value as the shift register")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1);
        for (std::size_t size = 0; size <= 257; ++size)
        {
            Bytes data(size);
            for (uint8_t& octet : data)
            {
                octet = static_cast<uint8_t>(random());
            }
            const uint32_t init = random() & 0xFFFFFF;
            NS_TEST_ASSERT_MSG_EQ(BleCrc24(init, data.data(), size),
                                  ShiftRegister(init, data),
                                  "size " << size);
        }
        for (uint32_t init : {0x000000U, 0x000001U, 0x800000U, 0xFFFFFFU, 0x123456U})
        {
            NS_TEST_EXPECT_MSG_EQ(BleCrc24(init, nullptr, 0), ShiftRegister(init, {}), "no data");
        }
    }
};

class BleCrcErrors : public TestCase
{
  public:
    BleCrcErrors()
        : TestCase("a damaged packet is found out")
    {
    }

  private:
    void DoRun() override
    {
        Bytes pdu = FromHex("4014 4d955016fe76 02011a 0aff4c0010050b1c0ea836 5af004");
        for (std::size_t bit = 0; bit < 8 * pdu.size(); ++bit)
        {
            pdu[bit / 8] ^= 1U << bit % 8;
            NS_TEST_EXPECT_MSG_EQ(BleCheckCrc(0x555555, pdu.data(), pdu.size()),
                                  false,
                                  "bit " << bit);
            pdu[bit / 8] ^= 1U << bit % 8;
        }
        NS_TEST_EXPECT_MSG_EQ(BleCheckCrc(0x555554, pdu.data(), pdu.size()), false, "other init");
        NS_TEST_EXPECT_MSG_EQ(BleCheckCrc(0x555555, pdu.data(), pdu.size() - 1), false, "cut");
        for (std::size_t size = 0; size < ble::CRC_SIZE; ++size)
        {
            NS_TEST_EXPECT_MSG_EQ(BleCheckCrc(0, Bytes(3).data(), size), false, "no room");
        }
    }
};

class BleCrcSuite : public TestSuite
{
  public:
    BleCrcSuite()
        : TestSuite("iomt-ble-crc", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleCrcVectors);
        AddTestCase(new BleCrcRegister);
        AddTestCase(new BleCrcErrors);
    }
} g_bleCrcSuite;

} // namespace
