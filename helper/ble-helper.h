// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_HELPER_H
#define IOMT_BLE_HELPER_H

#include "ns3/ble-connection-parameters.h"
#include "ns3/ble-host.h"
#include "ns3/ble-phy-mode.h"
#include "ns3/ble-radio-profile.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/spectrum-channel.h"
#include "ns3/trace-helper.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief Puts Bluetooth Low Energy on nodes and connects them.
 *
 *     BleHelper ble;
 *     NetDeviceContainer gateway = ble.Install(gatewayNode);
 *     NetDeviceContainer watches = ble.Install(watchNodes);
 *     ble.Connect(gateway.Get(0), watches);
 *     ble.AssignStreams(gateway, 1);
 *
 * The radios need a mobility model on their nodes. A Battery on a node is drawn from.
 */
class BleHelper : public PcapHelperForDevice
{
  public:
    BleHelper();
    ~BleHelper() override;

    /**
     * @brief Use a channel that others use too.
     * @param channel the air; without one the helper makes a MultiModelSpectrumChannel with
     * log-distance loss of exponent 3 and 40.05 dB at 1 m
     */
    void SetChannel(Ptr<SpectrumChannel> channel);
    /// @return the air
    Ptr<SpectrumChannel> GetChannel();

    /// @param name of an attribute of BleNetDevice @param value of it, for devices to come
    void SetDeviceAttribute(const std::string& name, const AttributeValue& value);
    /// @param name of an attribute of BleHost @param value of it, for devices to come
    void SetHostAttribute(const std::string& name, const AttributeValue& value);
    /// @param name of an attribute of BleLinkLayer @param value of it, for devices to come
    void SetLinkLayerAttribute(const std::string& name, const AttributeValue& value);
    /// @param name of an attribute of BleRadio @param value of it, for devices to come
    void SetRadioAttribute(const std::string& name, const AttributeValue& value);

    /// @param profile power of the radios of nodes with a Battery, for devices to come; without one
    /// that of the nRF52840
    void SetRadioProfile(const BleRadioProfile& profile);
    /// @param security of links, for devices to come
    void SetSecurity(BleSecurity security);
    /// @param phy that centrals ask for, for devices to come
    void SetPhy(BlePhyMode phy);
    /**
     * @param octets of payload a data PDU may carry, 27 to 251, for devices to come
     * @throws std::invalid_argument for less or more, with the rule
     */
    void SetDataLength(uint16_t octets);

    /**
     * @param mtu longest IPv6 packet [B], 1280 at least, for devices to come
     * @throws std::invalid_argument for less, with the rule
     */
    void SetMtu(uint16_t mtu);

    /**
     * @param parameters of links to come
     * @throws std::invalid_argument for what the Core does not allow, with the rule
     */
    void SetConnectionParameters(const BleConnectionParameters& parameters);
    /**
     * @param policy of the intervals of links to come
     * @throws std::invalid_argument for a window the Core does not allow, with the rule
     */
    void SetIntervalPolicy(const BleIntervalPolicy& policy);

    /**
     * @brief A radio, controller, host and network device for each node.
     * @param nodes with a mobility model
     * @return the BleNetDevices, in the order of the nodes
     * @throws std::invalid_argument for a node without one
     */
    NetDeviceContainer Install(const NodeContainer& nodes);
    /// @param node with a mobility model @return its BleNetDevice
    Ptr<NetDevice> Install(Ptr<Node> node);

    /**
     * @brief Connect a central to a peripheral when the simulation starts, and again after a loss.
     * @param central device that initiates
     * @param peripheral device that advertises
     */
    void Connect(Ptr<NetDevice> central, Ptr<NetDevice> peripheral);
    /// @param central device that initiates @param peripherals devices that advertise
    void Connect(Ptr<NetDevice> central, const NetDeviceContainer& peripherals);

    /**
     * @brief Fix the random streams of devices.
     * @param devices of Install()
     * @param stream first stream index to use
     * @return how many were used
     */
    int64_t AssignStreams(const NetDeviceContainer& devices, int64_t stream);

  private:
    void EnablePcapInternal(std::string prefix,
                            Ptr<NetDevice> device,
                            bool promiscuous,
                            bool explicitFilename) override;

    Ptr<SpectrumChannel> m_channel;
    ObjectFactory m_device;
    ObjectFactory m_host;
    ObjectFactory m_linkLayer;
    ObjectFactory m_radio;
    std::optional<BleRadioProfile> m_profile;
    BleConnectionParameters m_parameters;
    BleIntervalPolicy m_policy;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_HELPER_H
