// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_RADIO_BENCH_H
#define IOMT_BLE_RADIO_BENCH_H

#include "ns3/ble-radio.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/multi-model-spectrum-channel.h"
#include "ns3/packet.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simulator.h"

#include <array>
#include <vector>

namespace ns3
{
namespace iomt
{

/// Address that all packets of these tests carry unless a test wants another.
constexpr uint32_t TEST_ADDRESS = 0x50655d34;

/// Writes down what a radio tells.
class RadioRecorder : public BleRadioUser
{
  public:
    void RadioSynced(Time start, Time end) override
    {
        synced.push_back({start, end});
    }

    void RadioReceived(const BleReception& reception) override
    {
        received.push_back(reception);
    }

    void RadioTransmitted() override
    {
        transmitted.push_back(Simulator::Now());
    }

    std::vector<std::pair<Time, Time>> synced;
    std::vector<BleReception> received;
    std::vector<Time> transmitted;
};

/// Radios on one channel, the same loss between any two.
class RadioBench
{
  public:
    /**
     * @param radios how many
     * @param lossDb between any two of anything on the channel [dB]
     */
    explicit RadioBench(std::size_t radios, double lossDb = 50)
        : channel(CreateObject<MultiModelSpectrumChannel>()),
          loss(CreateObject<MatrixPropagationLossModel>()),
          recorders(radios)
    {
        channel->AddPropagationLossModel(loss);
        loss->SetDefaultLoss(lossDb);
        for (std::size_t i = 0; i < radios; ++i)
        {
            auto one = CreateObject<BleRadio>();
            one->SetMobility(CreateObject<ConstantPositionMobilityModel>());
            one->SetChannel(channel);
            one->AssignStreams(static_cast<int64_t>(i + 1));
            radio.push_back(one);
        }
    }

    ~RadioBench()
    {
        for (const auto& one : radio)
        {
            one->Dispose();
        }
        channel->Dispose();
        Simulator::Destroy();
    }

    /// A radio sends at a time.
    void SendAt(Time when,
                std::size_t sender,
                uint8_t bleChannel,
                uint32_t pduOctets = 42,
                BlePhyMode mode = BlePhyMode::LE_1M,
                uint32_t address = TEST_ADDRESS)
    {
        Simulator::Schedule(when, [this, sender, bleChannel, pduOctets, mode, address]() {
            radio[sender]->Transmit(&recorders[sender],
                                    bleChannel,
                                    mode,
                                    address,
                                    Create<Packet>(pduOctets));
        });
    }

    /// A radio listens from a time on.
    void ListenAt(Time when,
                  std::size_t listener,
                  uint8_t bleChannel,
                  BlePhyMode mode = BlePhyMode::LE_1M,
                  uint32_t address = TEST_ADDRESS)
    {
        Simulator::Schedule(when, [this, listener, bleChannel, mode, address]() {
            radio[listener]->Listen(&recorders[listener], bleChannel, mode, address);
        });
    }

    /// Run to the end and look at what a radio received.
    const std::vector<BleReception>& Run(std::size_t listener)
    {
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        return recorders[listener].received;
    }

    Ptr<MultiModelSpectrumChannel> channel;
    Ptr<MatrixPropagationLossModel> loss;
    std::vector<Ptr<BleRadio>> radio;
    std::vector<RadioRecorder> recorders;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_RADIO_BENCH_H
