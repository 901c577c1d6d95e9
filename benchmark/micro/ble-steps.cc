// SPDX-License-Identifier: GPL-2.0-only
// What the single steps of a BLE packet cost this host.

#include "ns3/ble-advertising-pdu.h"
#include "ns3/ble-channel-selection.h"
#include "ns3/ble-control-pdu.h"
#include "ns3/ble-crc.h"
#include "ns3/ble-data-pdu.h"
#include "ns3/ble-error-model.h"
#include "ns3/ble-link-cipher.h"

#include <array>
#include <benchmark/benchmark.h>
#include <numeric>

using namespace ns3::iomt;

namespace
{

std::array<uint8_t, 256>
Octets()
{
    std::array<uint8_t, 256> octets;
    std::iota(octets.begin(), octets.end(), uint8_t{0});
    return octets;
}

void
Crc24(benchmark::State& state)
{
    const auto octets = Octets();
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(
            BleCrc24(0x555555, octets.data(), static_cast<std::size_t>(state.range(0))));
    }
}

BENCHMARK(Crc24)->Arg(27)->Arg(100)->Arg(251);

void
ChannelSelection2(benchmark::State& state)
{
    // Half of the channels, so that the remapping is in the figure.
    const auto selection = BleChannelSelection::Csa2(0x8e89bed6, BleChannelMap(0x1555555555));
    uint64_t event = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(selection.Channel(event++));
    }
}

BENCHMARK(ChannelSelection2);

void
DataHeader(benchmark::State& state)
{
    auto octets = Octets();
    BleDataHeader header;
    for (auto _ : state)
    {
        header.sn = !header.sn;
        header.Encode(octets.data());
        benchmark::DoNotOptimize(octets);
        benchmark::DoNotOptimize(BleDataHeader::Decode(octets.data()));
    }
}

BENCHMARK(DataHeader);

BleLinkCipher
Cipher(bool isCentral)
{
    return BleLinkCipher({1, 2, 3}, 4, 5, 6, 7, isCentral);
}

void
Seal(benchmark::State& state)
{
    auto octets = Octets();
    BleLinkCipher central = Cipher(true);
    for (auto _ : state)
    {
        central.Seal(2, octets.data(), static_cast<std::size_t>(state.range(0)));
        benchmark::DoNotOptimize(octets);
    }
}

BENCHMARK(Seal)->Arg(27)->Arg(100)->Arg(251);

void
SealAndOpen(benchmark::State& state)
{
    auto octets = Octets();
    BleLinkCipher central = Cipher(true);
    BleLinkCipher peripheral = Cipher(false);
    const auto size = static_cast<std::size_t>(state.range(0));
    for (auto _ : state)
    {
        central.Seal(2, octets.data(), size);
        if (!peripheral.Open(2, octets.data(), size + BLE_MIC_SIZE))
        {
            state.SkipWithError("not authentic");
            break;
        }
    }
}

BENCHMARK(SealAndOpen)->Arg(27)->Arg(100)->Arg(251);

void
ControlPdu(benchmark::State& state)
{
    const BleControlPdu update{LlConnectionUpdateInd{1, 0, 40, 0, 400, 6}};
    for (auto _ : state)
    {
        const Bytes octets = EncodeBleControl(update);
        benchmark::DoNotOptimize(ParseBleControl(octets.data(), octets.size()));
    }
}

BENCHMARK(ControlPdu);

void
ConnectInd(benchmark::State& state)
{
    BleConnectInd pdu;
    pdu.accessAddress = 0x50655da1;
    for (auto _ : state)
    {
        const Bytes octets = EncodeBleAdvertising(pdu);
        benchmark::DoNotOptimize(ParseBleAdvertising(octets.data(), octets.size()));
    }
}

BENCHMARK(ConnectInd);

void
ChunkSuccess(benchmark::State& state)
{
    double sinr = 10;
    for (auto _ : state)
    {
        sinr = sinr > 30 ? 10 : sinr + 0.01; // no two alike, as on the air
        benchmark::DoNotOptimize(BleChunkSuccess(BlePhyMode::LE_1M, sinr, 800));
    }
}

BENCHMARK(ChunkSuccess);

} // namespace
