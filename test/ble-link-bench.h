// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_LINK_BENCH_H
#define IOMT_BLE_LINK_BENCH_H

#include "ns3/ble-link-layer.h"
#include "ns3/ble-link.h"
#include "ns3/ble-radio.h"
#include "ns3/boolean.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/pointer.h"
#include "ns3/propagation-delay-model.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/single-model-spectrum-channel.h"

#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{
namespace
{

/// Controllers on one channel, without hosts: what they receive is kept.
class BleLinkBench
{
  public:
    struct Arrival
    {
        Time at;
        std::vector<uint8_t> octets;
    };

    BleLinkBench()
    {
        channel = CreateObject<SingleModelSpectrumChannel>();
        channel->AddPropagationLossModel(CreateObject<LogDistancePropagationLossModel>());
        channel->SetPropagationDelayModel(CreateObject<ConstantSpeedPropagationDelayModel>());
    }

    ~BleLinkBench()
    {
        for (const Ptr<BleLinkLayer>& layer : layers)
        {
            layer->Dispose();
        }
        Simulator::Destroy();
    }

    /// A controller at a place on a line [m]; its clock drifts by a share of 50 ppm.
    Ptr<BleLinkLayer> Add(double x, double drift = 0)
    {
        const auto number = static_cast<int64_t>(layers.size());
        auto radio = CreateObject<BleRadio>();
        auto mobility = CreateObject<ConstantPositionMobilityModel>();
        mobility->SetPosition(Vector(x, 0, 1));
        radio->SetMobility(mobility);
        radio->SetChannel(channel);
        radio->SetProfile(LoadBleRadioProfile("nrf52840"));
        radio->SetBattery(CreateObject<Battery>());
        auto layer = CreateObject<BleLinkLayer>();
        char address[18];
        std::snprintf(address, sizeof(address), "c0:00:00:00:00:%02x", static_cast<int>(number));
        layer->SetAddress(Mac48Address(address));
        layer->SetRadio(radio);
        auto share = CreateObject<ConstantRandomVariable>();
        share->SetAttribute("Constant", DoubleValue(drift));
        layer->SetAttribute("ClockDrift", PointerValue(share));
        radio->AssignStreams(stream + 10 * number);
        layer->AssignStreams(stream + 10 * number + 5);
        layers.push_back(layer);
        return layer;
    }

    static BleConnectionParameters Parameters(Time interval,
                                              uint16_t latency = 0,
                                              Time timeout = Seconds(4))
    {
        BleConnectionParameters parameters;
        parameters.interval = interval;
        parameters.latency = latency;
        parameters.supervisionTimeout = timeout;
        return parameters;
    }

    /// Advertise at one, connect from the other.
    static void Connect(Ptr<BleLinkLayer> central,
                        Ptr<BleLinkLayer> peripheral,
                        const BleConnectionParameters& parameters)
    {
        peripheral->StartAdvertising(MilliSeconds(30), {});
        central->Connect(peripheral->GetAddress(), parameters);
    }

    /// An L2CAP PDU on a channel nobody has opened, so many octets with its header.
    static Ptr<Packet> Pdu(uint16_t size, uint8_t first = 0)
    {
        std::vector<uint8_t> octets(size);
        for (uint16_t i = 4; i < size; ++i)
        {
            octets[i] = static_cast<uint8_t>(first + i);
        }
        octets[0] = static_cast<uint8_t>(size - 4);
        octets[1] = static_cast<uint8_t>((size - 4) >> 8);
        octets[2] = 0x40;
        return Create<Packet>(octets.data(), octets.size());
    }

    static std::vector<uint8_t> Octets(Ptr<const Packet> packet)
    {
        std::vector<uint8_t> octets(packet->GetSize());
        packet->CopyData(octets.data(), octets.size());
        return octets;
    }

    /// Keep what a link receives.
    void Keep(Ptr<BleLink> link)
    {
        link->SetReceiveCallback(Callback<void, Ptr<Packet>>([this](Ptr<Packet> packet) {
            arrivals.push_back({Simulator::Now(), Octets(packet)});
        }));
    }

    static double EnergyMj(Ptr<BleLinkLayer> layer)
    {
        return layer->GetRadio()->GetBattery()->GetDrawn(Battery::RADIO);
    }

    Ptr<SingleModelSpectrumChannel> channel;
    std::vector<Ptr<BleLinkLayer>> layers;
    std::vector<Arrival> arrivals;
    int64_t stream{100};
};

} // namespace
} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_LINK_BENCH_H
