// SPDX-License-Identifier: GPL-2.0-only

// Writes a capture with a PDU of every kind, in the order a connection could have them:
//   iomt-ble-pdus FILE [1M|2M|S8|S2]

#include "ns3/ble-advertising-data.h"
#include "ns3/ble-advertising-pdu.h"
#include "ns3/ble-channel-selection.h"
#include "ns3/ble-control-pdu.h"
#include "ns3/ble-crc.h"
#include "ns3/ble-data-pdu.h"
#include "ns3/ble-pcap.h"

#include <iostream>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint32_t ACCESS_ADDRESS = 0x71764129;
constexpr uint32_t CRC_INIT = 0xABCDEF;

/// Both ends of a connection, as a sniffer hears them.
class Conversation
{
  public:
    explicit Conversation(const std::string& fileName)
        : m_file(OpenBlePcap(fileName))
    {
    }

    bool Failed() const
    {
        return m_file->Fail();
    }

    void Advertise(const Bytes& pdu)
    {
        BlePcapPacket packet;
        packet.channel = 38;
        packet.accessAddress = ble::ADVERTISING_ACCESS_ADDRESS;
        packet.direction = BlePcapPacket::ADVERTISING;
        Write(packet, pdu, ble::ADVERTISING_CRC_INIT);
    }

    /// PHY of the data PDUs to come.
    void SetPhy(BlePhyMode mode)
    {
        m_mode = mode;
    }

    void Central(const BleControlPdu& pdu)
    {
        Event(ble::LLID_CONTROL, EncodeBleControl(pdu), ble::LLID_CONTINUATION, {});
    }

    void Peripheral(const BleControlPdu& pdu)
    {
        Event(ble::LLID_CONTINUATION, {}, ble::LLID_CONTROL, EncodeBleControl(pdu));
    }

    void CentralData(uint8_t llid, const Bytes& payload)
    {
        Event(llid, payload, ble::LLID_CONTINUATION, {});
    }

  private:
    /// A connection event: one PDU each, both acknowledged by the next.
    void Event(uint8_t llidC, const Bytes& fromCentral, uint8_t llidP, const Bytes& fromPeripheral)
    {
        BlePcapPacket packet;
        packet.channel = m_selection.Channel(m_event);
        packet.accessAddress = ACCESS_ADDRESS;
        packet.mode = m_mode;
        packet.direction = BlePcapPacket::CENTRAL_TO_PERIPHERAL;
        // Neither misses anything: SN is the event's parity; the central has heard the peripheral's
        // PDU of the event before, the peripheral the central's of this one.
        const bool sn = m_event % 2 != 0;
        Data(packet, {llidC, sn, sn}, fromCentral);
        packet.direction = BlePcapPacket::PERIPHERAL_TO_CENTRAL;
        Data(packet, {llidP, !sn, sn}, fromPeripheral);
        ++m_event;
    }

    void Data(const BlePcapPacket& packet, BleDataHeader header, const Bytes& payload)
    {
        header.length = static_cast<uint8_t>(payload.size());
        Bytes pdu(ble::PDU_HEADER_SIZE);
        header.Encode(pdu.data());
        pdu.insert(pdu.end(), payload.begin(), payload.end());
        Write(packet, pdu, CRC_INIT);
    }

    void Write(BlePcapPacket packet, Bytes pdu, uint32_t crcInit)
    {
        const uint32_t crc = BleCrc24(crcInit, pdu.data(), pdu.size());
        pdu.resize(pdu.size() + ble::CRC_SIZE);
        BleAppendCrc(pdu.data() + pdu.size() - ble::CRC_SIZE, crc);
        packet.signalDbm = -60;
        packet.noiseDbm = -96;
        // The reader is to judge the CRC by itself: it is not said to be checked.
        WriteBlePcap(m_file, m_now, packet, pdu.data(), pdu.size());
        const auto octets =
            static_cast<uint32_t>(pdu.size()) - ble::PDU_HEADER_SIZE - ble::CRC_SIZE;
        m_now += BleAirTime(packet.mode, octets) + MicroSeconds(ble::T_IFS_US);
    }

    Ptr<PcapFileWrapper> m_file;
    BleChannelSelection m_selection{BleChannelSelection::Csa2(ACCESS_ADDRESS)};
    BlePhyMode m_mode{BlePhyMode::LE_1M};
    uint64_t m_event{0};
    Time m_now{MilliSeconds(1)};
};

void
SetUp(Conversation& talk)
{
    auto data = BleAdvertisingData::Ipsp();
    data.fullName = "patch";
    BleAdvInd advInd;
    advInd.advA = Mac48Address("c0:01:02:03:04:05");
    advInd.txAddRandom = true;
    advInd.data = data.Encode();
    talk.Advertise(EncodeBleAdvertising(advInd));

    BleConnectInd connectInd;
    connectInd.initA = Mac48Address("00:11:22:33:44:55");
    connectInd.advA = advInd.advA;
    connectInd.rxAdd = true;
    connectInd.accessAddress = ACCESS_ADDRESS;
    connectInd.crcInit = CRC_INIT;
    connectInd.winSize = 2;
    connectInd.winOffset = 11;
    connectInd.interval = 40;
    connectInd.latency = 3;
    connectInd.timeout = 200;
    connectInd.hop = 9;
    connectInd.sca = 5;
    talk.Advertise(EncodeBleAdvertising(connectInd));
}

void
Exchanges(Conversation& talk)
{
    const uint64_t features = ble::FEATURE_ENCRYPTION | ble::FEATURE_DATA_LENGTH_EXTENSION |
                              ble::FEATURE_2M_PHY | ble::FEATURE_CODED_PHY |
                              ble::FEATURE_CHANNEL_SELECTION_2;
    talk.Central(LlFeatureReq{features});
    talk.Peripheral(LlFeatureRsp{features});
    talk.Peripheral(LlPeripheralFeatureReq{features});
    talk.Central(LlFeatureRsp{features});
    talk.Central(LlVersionInd{ble::VERSION_CORE_5_4, 0x0059, 0x1234});
    talk.Peripheral(LlVersionInd{ble::VERSION_CORE_5_4, ble::COMPANY_NONE, 0x4321});
    talk.Central(LlLengthReq{251, 17040, 250, 17000});
    LlLengthRsp length;
    static_cast<LlLengthReq&>(length) = {27, 328, 28, 2704};
    talk.Peripheral(length);
    talk.Central(LlPingReq{});
    talk.Peripheral(LlPingRsp{});
    talk.Central(LlPingReq{});
    talk.Peripheral(LlUnknownRsp{static_cast<uint8_t>(BleOpcode::LL_PING_REQ)});
}

void
Updates(Conversation& talk)
{
    LlConnectionParamReq request;
    request.intervalMin = 24;
    request.intervalMax = 48;
    request.latency = 4;
    request.timeout = 300;
    request.preferredPeriodicity = 8;
    request.referenceConnEventCount = 21;
    request.offset = {1, 2, 3, 4, 5, LlConnectionParamReq::NO_OFFSET};
    talk.Central(request);
    LlConnectionParamRsp response;
    static_cast<LlConnectionParamReq&>(response) = request;
    talk.Peripheral(response);
    talk.Central(LlConnectionUpdateInd{1, 7, 48, 4, 300, 100});
    talk.Central(request);
    talk.Peripheral(
        LlRejectExtInd{static_cast<uint8_t>(BleOpcode::LL_CONNECTION_PARAM_REQ),
                       static_cast<uint8_t>(BleError::UNACCEPTABLE_CONNECTION_PARAMETERS)});
    talk.Central(LlChannelMapInd{UINT64_C(0x1E00E00600), 101});
    talk.Central(LlPhyReq{BLE_PHY_BIT_1M | BLE_PHY_BIT_2M, BLE_PHY_BIT_CODED});
    LlPhyRsp phy;
    static_cast<LlPhyReq&>(phy) = {BLE_PHY_BIT_2M, BLE_PHY_BIT_1M | BLE_PHY_BIT_CODED};
    talk.Peripheral(phy);
    talk.Central(LlPhyUpdateInd{BLE_PHY_BIT_2M, BLE_PHY_BIT_CODED, 102});
}

void
Data(Conversation& talk)
{
    // An ATT notification in two fragments: L2CAP length 9, channel 4, handle 0x0010, six octets.
    const Bytes whole = FromHex("09000400 1b 1000 010203040506");
    talk.CentralData(ble::LLID_START, Bytes(whole.begin(), whole.begin() + 7));
    talk.CentralData(ble::LLID_CONTINUATION, Bytes(whole.begin() + 7, whole.end()));
}

void
Encryption(Conversation& talk)
{
    // Sample data of Core 5.4, Vol 6, Part C, 1.
    talk.Central(
        LlEncReq{UINT64_C(0xABCDEF1234567890), 0x2474, UINT64_C(0xACBDCEDFE0F10213), 0xBADCAB24});
    talk.Peripheral(LlEncRsp{UINT64_C(0x0213243546576879), 0xDEAFBABE});
    talk.Peripheral(LlRejectInd{static_cast<uint8_t>(BleError::PIN_OR_KEY_MISSING)});
    talk.Central(LlEncReq{0, 0, 1, 2});
    talk.Peripheral(LlEncRsp{3, 4});
    talk.Peripheral(LlStartEncReq{});
    // As if decrypted, MIC taken off, which the reader takes for what it is.
    talk.Central(LlStartEncRsp{});
    talk.Peripheral(LlStartEncRsp{});
    talk.Central(LlPauseEncReq{});
    talk.Peripheral(LlPauseEncRsp{});
    talk.Central(LlPauseEncRsp{});
    talk.Central(LlTerminateInd{static_cast<uint8_t>(BleError::REMOTE_USER_TERMINATED)});
}

} // namespace

int
main(int argc, char* argv[])
{
    const auto mode = BlePhyModeFromString(argc > 2 ? argv[2] : "1M");
    if (argc < 2 || argc > 3 || !mode)
    {
        std::cerr << "usage: iomt-ble-pdus FILE [1M|2M|S8|S2]\n";
        return 2;
    }
    Conversation talk(argv[1]);
    if (talk.Failed())
    {
        std::cerr << "cannot write " << argv[1] << "\n";
        return 1;
    }
    SetUp(talk);
    talk.SetPhy(*mode);
    Exchanges(talk);
    Updates(talk);
    Data(talk);
    Encryption(talk);
    return 0;
}
