// SPDX-License-Identifier: GPL-2.0-only

#include "ble-helper.h"

#include "ns3/battery.h"
#include "ns3/ble-link-layer.h"
#include "ns3/ble-link.h"
#include "ns3/ble-net-device.h"
#include "ns3/ble-pcap.h"
#include "ns3/ble-radio.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/mac48-address.h"
#include "ns3/mobility-model.h"
#include "ns3/multi-model-spectrum-channel.h"
#include "ns3/propagation-delay-model.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <array>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtBleHelper");

namespace
{

const char*
NameOf(BleSecurity security)
{
    switch (security)
    {
    case BleSecurity::BONDED:
        return "bonded";
    case BleSecurity::JUST_WORKS:
        return "just-works";
    case BleSecurity::NUMERIC_COMPARISON:
        return "numeric-comparison";
    default:
        return "none";
    }
}

Ptr<BleNetDevice>
AsBle(Ptr<NetDevice> device)
{
    auto ble = DynamicCast<BleNetDevice>(device);
    if (!ble)
    {
        throw std::invalid_argument("BleHelper: not a BleNetDevice");
    }
    return ble;
}

/// Who sends a data PDU that a radio sent or received.
BlePcapPacket::Direction
DirectionOf(const BleLinkLayer& linkLayer, const BleSniff& sniff)
{
    if (sniff.accessAddress == ble::ADVERTISING_ACCESS_ADDRESS)
    {
        return BlePcapPacket::ADVERTISING;
    }
    for (const auto& link : linkLayer.GetLinks())
    {
        if (link->GetAccessAddress() == sniff.accessAddress)
        {
            const bool central = link->GetRole() == BleLink::Role::CENTRAL;
            return central == sniff.sent ? BlePcapPacket::CENTRAL_TO_PERIPHERAL
                                         : BlePcapPacket::PERIPHERAL_TO_CENTRAL;
        }
    }
    return BlePcapPacket::UNKNOWN;
}

/// Writes what the radio of a device sends and receives.
void
Capture(Ptr<PcapFileWrapper> file, Ptr<BleLinkLayer> linkLayer, const BleSniff& sniff)
{
    BlePcapPacket packet;
    packet.channel = sniff.channel;
    packet.mode = sniff.mode;
    packet.accessAddress = sniff.accessAddress;
    packet.direction = DirectionOf(*linkLayer, sniff);
    packet.signalDbm = sniff.signalDbm;
    if (!sniff.sent)
    {
        packet.noiseDbm = sniff.noiseDbm;
    }
    packet.crcValid = sniff.crcOk;
    std::array<uint8_t, ble::PDU_HEADER_SIZE + UINT8_MAX + ble::CRC_SIZE> octets;
    const uint32_t size = sniff.pdu->CopyData(octets.data(), octets.size());
    WriteBlePcap(file, sniff.start, packet, octets.data(), size);
}

} // namespace

BleHelper::BleHelper()
{
    m_device.SetTypeId("ns3::iomt::BleNetDevice");
    m_host.SetTypeId("ns3::iomt::BleHost");
    m_linkLayer.SetTypeId("ns3::iomt::BleLinkLayer");
    m_radio.SetTypeId("ns3::iomt::BleRadio");
}

BleHelper::~BleHelper() = default;

void
BleHelper::SetChannel(Ptr<SpectrumChannel> channel)
{
    m_channel = channel;
}

Ptr<SpectrumChannel>
BleHelper::GetChannel()
{
    if (!m_channel)
    {
        const auto loss = CreateObject<LogDistancePropagationLossModel>();
        loss->SetPathLossExponent(3);
        loss->SetReference(1, 40.05);
        m_channel = CreateObject<MultiModelSpectrumChannel>();
        m_channel->AddPropagationLossModel(loss);
        m_channel->SetPropagationDelayModel(CreateObject<ConstantSpeedPropagationDelayModel>());
    }
    return m_channel;
}

void
BleHelper::SetDeviceAttribute(const std::string& name, const AttributeValue& value)
{
    m_device.Set(name, value);
}

void
BleHelper::SetHostAttribute(const std::string& name, const AttributeValue& value)
{
    m_host.Set(name, value);
}

void
BleHelper::SetLinkLayerAttribute(const std::string& name, const AttributeValue& value)
{
    m_linkLayer.Set(name, value);
}

void
BleHelper::SetRadioAttribute(const std::string& name, const AttributeValue& value)
{
    m_radio.Set(name, value);
}

void
BleHelper::SetRadioProfile(const BleRadioProfile& profile)
{
    m_profile = profile;
}

void
BleHelper::SetSecurity(BleSecurity security)
{
    m_host.Set("Security", StringValue(NameOf(security)));
}

void
BleHelper::SetPhy(BlePhyMode phy)
{
    m_host.Set("Phy", StringValue(ToString(phy)));
}

void
BleHelper::SetDataLength(uint16_t octets)
{
    if (octets < ble::DATA_OCTETS_MIN || octets > ble::DATA_OCTETS_MAX)
    {
        throw std::invalid_argument("data length " + std::to_string(octets) +
                                    ": must be 27 to 251 octets (Core 5.4, Vol 6, Part B, 4.5.10)");
    }
    m_host.Set("DataLength", UintegerValue(octets));
}

void
BleHelper::SetMtu(uint16_t mtu)
{
    if (mtu < BleNetDevice::MINIMUM_MTU)
    {
        throw std::invalid_argument("MTU " + std::to_string(mtu) +
                                    ": IPv6 needs at least 1280 octets (RFC 7668, 2.4; RFC 8200, "
                                    "5)");
    }
    m_device.Set("Mtu", UintegerValue(mtu));
}

void
BleHelper::SetConnectionParameters(const BleConnectionParameters& parameters)
{
    parameters.Check();
    m_parameters = parameters;
}

void
BleHelper::SetIntervalPolicy(const BleIntervalPolicy& policy)
{
    policy.Check(m_parameters);
    m_policy = policy;
}

NetDeviceContainer
BleHelper::Install(const NodeContainer& nodes)
{
    NetDeviceContainer devices;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        devices.Add(Install(*node));
    }
    return devices;
}

Ptr<NetDevice>
BleHelper::Install(Ptr<Node> node)
{
    const auto mobility = node->GetObject<MobilityModel>();
    if (!mobility)
    {
        throw std::invalid_argument("BleHelper: node " + std::to_string(node->GetId()) +
                                    " has no mobility model");
    }
    const auto device = m_device.Create<BleNetDevice>();
    const auto host = m_host.Create<BleHost>();
    const auto linkLayer = m_linkLayer.Create<BleLinkLayer>();
    const auto radio = m_radio.Create<BleRadio>();
    if (const auto battery = node->GetObject<Battery>())
    {
        if (!m_profile)
        {
            m_profile = LoadBleRadioProfile("nrf52840");
        }
        radio->SetBattery(battery);
    }
    if (m_profile)
    {
        radio->SetProfile(*m_profile);
    }
    radio->SetMobility(mobility);
    radio->SetChannel(GetChannel());
    radio->SetDevice(device);
    linkLayer->SetRadio(radio);
    linkLayer->SetAddress(Mac48Address::Allocate());
    host->SetLinkLayer(linkLayer);
    device->SetHost(host);
    node->AddDevice(device);
    return device;
}

void
BleHelper::Connect(Ptr<NetDevice> central, Ptr<NetDevice> peripheral)
{
    const auto host = AsBle(peripheral)->GetHost();
    AsBle(central)->GetHost()->Connect(host, m_parameters, m_policy);
    host->Advertise();
}

void
BleHelper::Connect(Ptr<NetDevice> central, const NetDeviceContainer& peripherals)
{
    for (auto peripheral = peripherals.Begin(); peripheral != peripherals.End(); ++peripheral)
    {
        Connect(central, *peripheral);
    }
}

int64_t
BleHelper::AssignStreams(const NetDeviceContainer& devices, int64_t stream)
{
    int64_t next = stream;
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        const auto ble = AsBle(*device);
        next += ble->GetHost()->AssignStreams(next);
        next += ble->GetLinkLayer()->AssignStreams(next);
        next += ble->GetRadio()->AssignStreams(next);
    }
    return next - stream;
}

void
BleHelper::EnablePcapInternal(std::string prefix,
                              Ptr<NetDevice> device,
                              bool /* promiscuous */,
                              bool explicitFilename)
{
    const auto ble = DynamicCast<BleNetDevice>(device);
    if (!ble)
    {
        return; // EnablePcapAll offers every device there is
    }
    const std::string name =
        explicitFilename ? prefix : PcapHelper().GetFilenameFromDevice(prefix, device);
    const Ptr<PcapFileWrapper> file = OpenBlePcap(name);
    if (file->Fail())
    {
        throw std::runtime_error("cannot write " + name);
    }
    ble->GetRadio()->TraceConnectWithoutContext(
        "Sniffed",
        MakeBoundCallback(&Capture, file, ble->GetLinkLayer()));
}

} // namespace iomt
} // namespace ns3
