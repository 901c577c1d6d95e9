// SPDX-License-Identifier: GPL-2.0-only

#include "ble-spectrum.h"

#include "ble-channel-map.h"

#include "ns3/iomt-compat.h"
#include "ns3/lr-wpan-spectrum-value-helper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr int32_t REACH = 7; ///< offsets with a value of their own: 0–6 MHz

/// By offset from the channel, 0 MHz, 1 MHz, ….
using Shares = std::array<double, REACH>;

constexpr Shares TRANSMIT_1M{0.986496, 0.006732, 1.6e-5, 4e-6, 0, 0, 0};
constexpr Shares TRANSMIT_2M{0.760135, 0.119507, 3.7e-4, 4e-5, 8e-6, 5e-6, 2.5e-6};
constexpr Shares RECEIVE_1M{1, 0.0145, 4.3e-5, 1.2e-5, 1.2e-5, 1.2e-5, 1.2e-5};
constexpr Shares RECEIVE_2M{1, 0.5, 0.21, 1e-4, 3e-5, 2e-5, 5.5e-6};

constexpr double BAND_HZ = 1e6;
constexpr double MW_IN_W = 1e3;
constexpr int32_t BANDS = 84;
constexpr int32_t FIRST_MHZ = 2400;

const Shares&
TransmitShares(BlePhyMode mode)
{
    return mode == BlePhyMode::LE_2M ? TRANSMIT_2M : TRANSMIT_1M;
}

const Shares&
ReceiveShares(BlePhyMode mode)
{
    return mode == BlePhyMode::LE_2M ? RECEIVE_2M : RECEIVE_1M;
}

/// Filter over all bands, from 83 MHz below the channel to 83 MHz above it.
using Filter = std::array<double, 2 * BANDS - 1>;

Filter
MakeFilter(BlePhyMode mode)
{
    Filter filter{};
    for (int32_t i = 0; i < static_cast<int32_t>(filter.size()); ++i)
    {
        filter[i] = BleReceiveShare(mode, i - (BANDS - 1));
    }
    return filter;
}

/// What of some bands, [first, last), passes the filter [mW].
double
Filtered(const SpectrumValue& psd, int32_t first, int32_t last, uint8_t channel, BlePhyMode mode)
{
    static const Filter FILTER_1M = MakeFilter(BlePhyMode::LE_1M);
    static const Filter FILTER_2M = MakeFilter(BlePhyMode::LE_2M);
    const Filter& filter = mode == BlePhyMode::LE_2M ? FILTER_2M : FILTER_1M;
    const double* const shares = filter.data() + (BANDS - 1 - BleBandOf(channel));
    const double* const values = &*psd.ConstValuesBegin();
    double sum = 0;
    for (int32_t band = first; band < last; ++band)
    {
        sum += values[band] * shares[band];
    }
    return sum * BAND_HZ * MW_IN_W;
}

} // namespace

Ptr<const SpectrumModel>
BleSpectrumModel()
{
    static const Ptr<const SpectrumModel> MODEL =
        LrWpanSpectrumValueHelper().CreateTxPowerSpectralDensity(0, 11)->GetSpectrumModel();
    return MODEL;
}

uint32_t
BleBandOf(uint8_t channel)
{
    return BleFrequencyMhz(channel) - FIRST_MHZ;
}

double
BleTransmitShare(BlePhyMode mode, int32_t offsetMhz)
{
    const int32_t offset = std::abs(offsetMhz);
    return offset < REACH ? TransmitShares(mode)[offset] : 0;
}

double
BleReceiveShare(BlePhyMode mode, int32_t offsetMhz)
{
    const int32_t offset = std::abs(offsetMhz);
    return ReceiveShares(mode)[offset < REACH ? offset : REACH - 1];
}

Ptr<SpectrumValue>
MakeBlePsd(double powerDbm, uint8_t channel, BlePhyMode mode)
{
    auto psd = Create<SpectrumValue>(BleSpectrumModel());
    const double density = std::pow(10, (powerDbm - 30) / 10) / BAND_HZ;
    const auto middle = static_cast<int32_t>(BleBandOf(channel));
    for (int32_t offset = 1 - REACH; offset < REACH; ++offset)
    {
        const int32_t band = middle + offset;
        if (band >= 0 && band < BANDS)
        {
            (*psd)[band] = density * BleTransmitShare(mode, offset);
        }
    }
    return psd;
}

double
BleFilteredMw(const SpectrumValue& psd, uint8_t channel, BlePhyMode mode)
{
    return Filtered(psd, 0, BANDS, channel, mode);
}

double
BleFilteredPacketMw(const SpectrumValue& psd, uint8_t sent, uint8_t channel, BlePhyMode mode)
{
    const auto middle = static_cast<int32_t>(BleBandOf(sent));
    return Filtered(psd,
                    std::max(middle - REACH + 1, 0),
                    std::min(middle + REACH, BANDS),
                    channel,
                    mode);
}

double
BlePacketMw(const SpectrumValue& psd, uint8_t channel, BlePhyMode mode)
{
    return psd[BleBandOf(channel)] * (BAND_HZ * MW_IN_W / TransmitShares(mode)[0]);
}

} // namespace iomt
} // namespace ns3
